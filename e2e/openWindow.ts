/** The two ways to a window: a browser on the browser host, and the desktop app. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { _electron, type Browser, chromium, type Page } from '@playwright/test';
import { chromiumArguments, findChromium, root } from './programs.ts';
import { nxcProgram, type Workplace } from './workplace.ts';

export interface OpenWindow {
  readonly page: Page;
  close(): Promise<void>;
}

export interface Host {
  /** Opens the page once. */
  readonly address: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts `nxc serve` as a user does, and waits until it says where it is. */
export async function startHost(workplace: Workplace, project: string | null): Promise<Host> {
  const words = project === null ? ['serve'] : ['serve', project];
  const host = spawn(nxcProgram, words, {
    cwd: workplace.folder,
    env: workplace.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(host, 'exit');
  for await (const line of createInterface({ input: host.stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
    if (address === undefined) continue;
    host.stdout.resume();
    return {
      address,
      process: host,
      async stop() {
        host.kill('SIGINT');
        await ended;
      },
    };
  }
  throw new Error('nxc serve ended before it said where it is.');
}

/** @param prepare called with the page before it loads anything */
export async function openInBrowser(
  workplace: Workplace,
  project: string | null,
  viewport: { width: number; height: number },
  prepare: (page: Page) => void = () => {},
): Promise<OpenWindow> {
  const host = await startHost(workplace, project);
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  prepare(page);
  await page.goto(host.address);
  return {
    page,
    async close() {
      await browser.close();
      await host.stop();
    },
  };
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
}

export async function openInElectron(
  workplace: Workplace,
  project: string | null,
  executablePath: string,
): Promise<OpenWindow> {
  const app = await _electron.launch({
    executablePath,
    args: ['--no-sandbox', root, ...(project === null ? [] : [project])],
    cwd: workplace.folder,
    env: workplace.environment,
  });
  return { page: await app.firstWindow(), close: () => app.close() };
}
