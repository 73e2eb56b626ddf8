/** The two ways to a window: a browser on the browser host, and the desktop app. */
import { _electron, type Browser, chromium, type Page } from '@playwright/test';
import { load } from './load.ts';
import { chromiumArguments, findChromium, root } from './programs.ts';
import { startHost } from './startHost.ts';
import type { Workplace } from './workplace.ts';

export interface OpenWindow {
  readonly page: Page;
  close(): Promise<void>;
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
  await load(() => page.goto(host.address));
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
