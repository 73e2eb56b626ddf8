/** What only a real browser can show about the browser host: cookies, visits from elsewhere, several tabs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import { launchChromium } from './openWindow.ts';
import { Frame } from './pages/frame.ts';
import { type Host, startHost } from './startHost.ts';
import { test as base, expect } from './test.ts';

interface HostFixtures {
  readonly host: Host;
  readonly visitor: BrowserContext;
}

const test = base.extend<HostFixtures>({
  host: async ({ workplace }, use) => {
    const host = await startHost(workplace, null);
    await use(host);
    await host.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  visitor: async ({}, use) => {
    const browser = await launchChromium();
    await use(await browser.newContext());
    await browser.close();
  },
});

test('a visit from a file leads in, although strict cookies stay behind on such visits', async ({
  host,
  visitor,
  workplace,
}) => {
  const file = join(workplace.folder, 'open.html');
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${host.address}">`);
  const page = await visitor.newPage();
  await page.goto(pathToFileURL(file).href);
  await expect(new Frame(page).projectButton('NXC Desktop')).toBeVisible();
  expect(page.url()).not.toContain('token');
});

test('a second tab needs no second address, another browser does', async ({ host, visitor }) => {
  const first = await visitor.newPage();
  await first.goto(host.address);
  const second = await visitor.newPage();
  await second.goto(new URL('/', host.address).href);
  await expect(new Frame(second).projectButton('NXC Desktop')).toBeVisible();

  const stranger = await launchChromium();
  const page = await stranger.newPage();
  const answer = await page.goto(host.address);
  expect(answer?.status()).toBe(401);
  await expect(page.locator('body')).toContainText('nxc serve');
  await stranger.close();
});

test('a page of another port, which gets cookies sent along, gets nothing else', async ({
  host,
  visitor,
}) => {
  const page = await visitor.newPage();
  await page.goto(host.address);
  const other = 'http://127.0.0.1:8000/';
  await visitor.route(other, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  const foreign = await visitor.newPage();
  await foreign.goto(other);
  const target = new URL('/', host.address).href;
  const outcomes = await foreign.evaluate(async (address: string) => {
    const read = await fetch(address, { credentials: 'include' }).then(
      (answer) => answer.status,
      () => 'refused',
    );
    const socket = new WebSocket(`${address.replace('http', 'ws')}engine`);
    const channel = await new Promise((resolve) => {
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    return { read, channel };
  }, target);
  expect(outcomes).toEqual({ read: 'refused', channel: 'refused' });
});

test('a second start leads to the server that runs, with an address of its own', async ({
  host,
  visitor,
  workplace,
}) => {
  const { result } = JSON.parse(await workplace.nxc('serve', '--json')) as {
    result: { address: string; reused: boolean; pid: number };
  };
  expect(result).toMatchObject({ reused: true, pid: host.process.pid });
  expect(result.address).not.toBe(host.address);
  const page = await visitor.newPage();
  await page.goto(result.address);
  await expect(new Frame(page).projectButton('NXC Desktop')).toBeVisible();
});

test('Ctrl-C ends it, with success', async ({ workplace }) => {
  const host = await startHost(workplace, null);
  await host.stop();
  expect(host.process.exitCode).toBe(0);
});
