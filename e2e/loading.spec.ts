/**
 * The window opens although what it loads is dropped on the way: Chromium gives up every request under way when a
 * network of the machine comes or goes, and starting nodes makes networks. Between the desktop window and its files is no network.
 */
import type { Page, Route } from '@playwright/test';
import { test as base, expect } from './test.ts';

/** Page that has failed at nothing yet, whose address leads in. Only its own failures are told in its console. */
const test = base.extend<{ readonly page: Page }>({
  page: async ({ frame, project }, use) => {
    await expect(frame.projectButton('tutorial')).toBeVisible();
    const { page } = frame;
    // Nothing may come from the browser's memory: a page that is opened for the first time has none.
    const session = await page.context().newCDPSession(page);
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    expect(page.url()).toContain(encodeURIComponent(project));
    await use(page);
  },
});

/** Drops the first requests of each file whose path fits, as a changed network does; returns what was dropped. */
async function dropFirst(page: Page, fits: RegExp, times = 1): Promise<readonly string[]> {
  const dropped: string[] = [];
  await page.route(
    ({ pathname }) => fits.test(pathname),
    async (route: Route) => {
      const address = route.request().url();
      if (dropped.filter((one) => one === address).length >= times) await route.continue();
      else {
        dropped.push(address);
        await route.abort('internetdisconnected');
      }
    },
  );
  return dropped;
}

for (const [what, fits, times] of [
  ['its script', /\/(index|libraries)-[\w-]+\.js$/, 2],
  ['its style sheets', /\.css$/, 2],
  ['all of its files', /\/assets\//, 1],
] as const) {
  test(`opens when ${what} had to be asked for again`, async ({ page, frame, complaints }) => {
    const dropped = await dropFirst(page, fits, times);
    await frame.reload();
    await expect(frame.projectButton('tutorial')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Roles and who needs whom' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Text of composition.nix' })).toBeAttached();
    // The bars stand where the style sheets put them.
    await expect.poll(async () => (await frame.topBar.boundingBox())?.height).toBe(44);
    expect(dropped.length).toBeGreaterThanOrEqual(times);
    forgetDropped(complaints);
  });
}

test('leaves a menu open that is used while the text is still on its way', async ({ page, frame }) => {
  // As if the project had never been opened: its text then comes by itself.
  await page.evaluate('localStorage.clear()');
  let letText: () => void = () => {};
  const mayCome = new Promise<void>((resolve) => {
    letText = resolve;
  });
  await page.route(
    ({ pathname }) => /\/assets\/EditorPanel-[\w-]+\.js$/.test(pathname),
    async (route) => {
      await mayCome;
      await route.continue();
    },
  );
  await frame.reload();
  const menu = page.getByRole('menu');
  await page.getByRole('button', { name: 'More to build and run' }).click();
  await expect(menu).toBeVisible();
  letText();
  await expect(page.getByRole('textbox', { name: 'Text of composition.nix' })).toBeAttached();
  await expect(menu.getByRole('menuitem', { name: 'Build only' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
});

test('says what to do when its files never arrive', async ({ page, frame, complaints }) => {
  await dropFirst(page, /\/index-[\w-]+\.js$/, Number.POSITIVE_INFINITY);
  await frame.reload();
  await expect(page.getByRole('alert')).toContainText('Is nxc serve still running?', { timeout: 30_000 });
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(frame.projectButton('tutorial')).toBeVisible();
  forgetDropped(complaints);
});

test('opens its project when its first connections fail', async ({ page, frame }) => {
  let connections = 0;
  await page.routeWebSocket(/\/engine$/, (socket) => {
    connections += 1;
    if (connections <= 2) void socket.close();
    else socket.connectToServer();
  });
  await frame.reload();
  await expect(frame.projectButton('tutorial')).toBeVisible();
  await expect(page.getByText('As Nix sees it')).toBeVisible();
  await expect(frame.connectionProblem).toBeHidden();
  await expect(page.getByText('could not be')).toBeHidden();
  expect(connections).toBe(3);
});

test('goes on by itself when its connection is lost', async ({ page, frame }) => {
  const sockets: (() => void)[] = [];
  await page.routeWebSocket(/\/engine$/, (socket) => {
    const server = socket.connectToServer();
    sockets.push(() => {
      void server.close();
      void socket.close();
    });
  });
  await frame.reload();
  await expect(page.getByText('As Nix sees it')).toBeVisible();
  sockets.at(-1)?.();
  await expect(frame.connectionProblem).toBeVisible();
  await expect(frame.connectionProblem).toBeHidden();
  await page.getByRole('group', { name: /^client\b/ }).click();
  await expect(frame.projectButton('tutorial')).toBeVisible();
});

test('a window that breaks says so, and is there again after a reload', async ({
  page,
  frame,
  complaints,
}) => {
  // As text: only the page knows what a ResizeObserver is.
  await page.addInitScript(`
    if (sessionStorage.getItem('broken') === null) {
      sessionStorage.setItem('broken', 'once');
      ResizeObserver = class { constructor() { throw new Error('Nothing can be measured.'); } };
    }
  `);
  await frame.reload();
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('The window broke');
  await expect(notice).toContainText('Nothing can be measured.');
  await notice.getByRole('button', { name: 'Reload the window' }).click();
  await expect(frame.projectButton('tutorial')).toBeVisible();
  complaints.length = 0;
});

/** Chromium tells in the console that something was not loaded. That is what these tests made happen. */
function forgetDropped(complaints: string[]): void {
  const others = complaints.filter((complaint) => !complaint.includes('net::ERR_INTERNET_DISCONNECTED'));
  complaints.splice(0, complaints.length, ...others);
}
