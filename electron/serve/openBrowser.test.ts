import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hasDisplay, type Machine, openBrowser, openers } from './openBrowser.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-open-'));
});

afterEach(() => rm(folder, { recursive: true }));

const linux = (environment: NodeJS.ProcessEnv = {}, isRoot = false): Machine => ({
  platform: 'linux',
  environment: { DISPLAY: ':0', PATH: folder, ...environment },
  isRoot,
});

/** A program that writes down what it was called with. */
async function install(name: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\necho "${name} $*" >> "${folder}/called"\n`);
  await chmod(file, 0o755);
}

test('a display is what X11 or Wayland say on Linux, and always there elsewhere', () => {
  expect(hasDisplay(linux())).toBe(true);
  expect(hasDisplay(linux({ DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }))).toBe(true);
  expect(hasDisplay(linux({ DISPLAY: undefined }))).toBe(false);
  expect(hasDisplay({ platform: 'darwin', environment: {}, isRoot: false })).toBe(true);
});

test('a Chromium shows the page in a window of its own; the address stands in a private file only', async () => {
  await install('chromium');
  await install('xdg-open');
  const state = join(folder, 'state');
  const address = 'http://127.0.0.1:1/?token=secret&project=%2Fp';
  expect(await openBrowser(address, state, linux())).toBe(true);
  const way = join(state, 'open.html');
  await vi.waitFor(async () =>
    expect(await readFile(join(folder, 'called'), 'utf8')).toBe(
      `chromium --app=${pathToFileURL(way).href}\n`,
    ),
  );
  expect(await readFile(way, 'utf8')).toContain('url=http://127.0.0.1:1/?token=secret&amp;project=%2Fp"');
  expect((await stat(way)).mode & 0o777).toBe(0o600);
});

test('without one, or as root, the desktop decides', async () => {
  await install('xdg-open');
  const alone = [{ program: 'xdg-open', arguments: ['file:///x'] }];
  expect(await openers('file:///x', linux())).toEqual(alone);
  await install('chromium');
  expect(await openers('file:///x', linux({}, true))).toEqual(alone);
  expect(await openers('file:///x', linux())).toHaveLength(2);
});

test('nothing is opened without a display or a browser', async () => {
  expect(await openBrowser('http://127.0.0.1:1/', folder, linux({ DISPLAY: undefined }))).toBe(false);
  vi.stubEnv('PATH', folder);
  expect(await openBrowser('http://127.0.0.1:1/', folder, linux())).toBe(false);
  vi.unstubAllEnvs();
});

test('other systems have their own way', async () => {
  const machine = { environment: {}, isRoot: false };
  expect(await openers('file:///x', { platform: 'darwin', ...machine })).toMatchObject([{ program: 'open' }]);
  expect(await openers('file:///x', { platform: 'win32', ...machine })).toMatchObject([
    { program: 'rundll32' },
  ]);
});
