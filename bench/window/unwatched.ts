/**
 * A Chromium that can be left alone while something is measured. Playwright, as long as it is connected, has every byte
 * of every WebSocket told to it, which costs a flood of output more than drawing it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../e2e/programs.ts';

export interface UnwatchedBrowser {
  readonly process: ChildProcess;
  /** Connects, works with the one page there is, and leaves it running on its own. */
  visit<Result>(work: (page: Page) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function startUnwatched(viewport: { width: number; height: number }): Promise<UnwatchedBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'nxc-bench-chromium-'));
  const child = spawn(
    findChromium(),
    [
      ...chromiumArguments,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--window-size=${viewport.width},${viewport.height}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const address = await debuggerAddress(child);
  return {
    process: child,
    async visit(work) {
      const browser = await chromium.connectOverCDP(address);
      try {
        const page = browser.contexts()[0]?.pages()[0];
        if (page === undefined) throw new Error('Chromium has no page.');
        return await work(page);
      } finally {
        // Of a browser that was connected to, this ends the connection alone.
        await browser.close();
      }
    },
    async close() {
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

async function debuggerAddress(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('Chromium was started without its messages.');
  for await (const line of createInterface({ input: child.stderr })) {
    const [address] = /ws:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
    if (address === undefined) continue;
    child.stderr.resume();
    return address;
  }
  throw new Error('Chromium ended before it could be spoken to.');
}
