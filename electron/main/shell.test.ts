/** The shell and the preload, unmodified, on a stand-in for electron: a whole window without a screen. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopContract } from '#shared/contract/desktop.ts';
import { portMessages } from '#shared/hosting.ts';
import { type Connection, connect } from '#shared/rpc/client.ts';
import { messagePortChannel, type ShellPort } from '#transports/messagePort.ts';
import { createElectronStub, type ElectronStub, type StubbedWindow } from './testing/electronStub.ts';

/** Checked with the types of a page, and so no part of this program. */
const preloadSource = new URL('../preload/preload.ts', import.meta.url).href;

let folder: string;
let electron: ElectronStub;
let argumentsBefore: string[];
const listenersBefore = { exceptions: process.listeners('uncaughtException') };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-shell-'));
  await mkdir(join(folder, 'renderer'));
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>page');
  vi.stubEnv('NXC_HOME', join(folder, 'home'));
  argumentsBefore = process.argv;
  process.argv = ['/opt/nxc-desktop/nxc-desktop', folder];
  electron = createElectronStub();
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
});

afterEach(async () => {
  electron.module.app.emit('will-quit', { preventDefault() {} });
  process.argv = argumentsBefore;
  for (const listener of process.listeners('uncaughtException')) {
    if (!listenersBefore.exceptions.includes(listener)) process.off('uncaughtException', listener);
  }
  process.removeAllListeners('unhandledRejection');
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true, force: true });
});

async function startedShell(): Promise<StubbedWindow> {
  const { startShell } = await import('./startShell.ts');
  const running = startShell({ renderer: join(folder, 'renderer'), preload: '/preload.cjs' });
  electron.becomeReady();
  await running;
  const [window] = electron.windows;
  if (window === undefined) throw new Error(`no window: ${electron.told.errorBoxes.join()}`);
  return window;
}

/** What is used of a page's `window`. */
class Page extends EventTarget {
  readonly ports: MessagePort[] = [];
  postMessage(data: unknown, origin: string, ports: readonly MessagePort[] = []): void {
    expect(origin).toBe('app://nxc');
    this.ports.push(...ports);
    this.dispatchEvent(Object.assign(new Event('message'), { source: this, data }));
  }
}

/** Runs the preload for a window's page, as Electron would, and returns the page. */
async function loadPreload(window: StubbedWindow): Promise<Page> {
  const page = new Page();
  const { ipcMain, ipcRenderer } = electron.module;
  const { frame } = window.webContents;
  ipcRenderer.send = (channel) =>
    void ipcMain.emit(channel, { sender: window.webContents, senderFrame: frame });
  frame.received = (channel, ports) => void ipcRenderer.emit(channel, { ports });
  vi.stubGlobal('window', page);
  vi.stubGlobal('location', { origin: 'app://nxc' });
  await import(preloadSource);
  return page;
}

function asShellPort(port: MessagePort): ShellPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Asks for a port as the renderer does, and speaks the contract over it. */
async function connected(window: StubbedWindow): Promise<Connection<typeof desktopContract>> {
  const page = await loadPreload(window);
  page.postMessage(portMessages.wanted, 'app://nxc');
  const [port] = page.ports;
  if (port === undefined) throw new Error('no port was handed over');
  return connect(desktopContract, messagePortChannel(asShellPort(port)));
}

describe('the window', () => {
  test('is sandboxed, isolated and opens the project that was named', async () => {
    const window = await startedShell();
    expect(window.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window.webContents.url).toBe(`app://nxc/#project=${encodeURIComponent(folder)}`);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
  });

  test('reaches the engine over the port that the preload hands over', async () => {
    const { client, close } = await connected(await startedShell());
    expect(await client.system.version({})).toMatchObject({ node: process.versions.node });
    close();
  });

  test('chooses folders and runs commands of the native menu', async () => {
    const window = await startedShell();
    const { client, close } = await connected(window);
    expect(await client.desktop.chooseFolder({ title: 'Open' })).toEqual({ directory: null });
    electron.answers.chosenFolder = ['/home/ada/project'];
    expect(await client.desktop.chooseFolder({ title: 'Open' })).toEqual({ directory: '/home/ada/project' });

    const chosen = new Promise((resolve) => void client.desktop.commandChosen.subscribe(resolve));
    const command = {
      id: 'project.open',
      title: 'Open project',
      category: 'Project',
      accelerator: 'CmdOrCtrl+O',
    };
    await client.desktop.offerCommands({ commands: [command] });
    const menu = electron.told.menu.find(({ label }) => label === 'Project');
    const [item] = (menu?.submenu ?? []) as Electron.MenuItemConstructorOptions[];
    expect(item).toMatchObject({ label: 'Open project', registerAccelerator: false });
    electron.focus(window);
    item?.click?.({} as Electron.MenuItem, undefined, {} as Electron.KeyboardEvent);
    expect(await chosen).toEqual({ id: 'project.open' });
    close();
  });

  test('is where it was left when it opens again', async () => {
    const window = await startedShell();
    window.maximize();
    window.emit('close');
    const file = join(folder, 'home', 'state', 'window-placements.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      last: '1',
      displays: { 1: { bounds: { width: 1440, height: 900 }, maximized: true } },
    });
  });

  test('whose page has unsaved text closes only if the user says so', async () => {
    const window = await startedShell();
    const event = { preventDefault: vi.fn() };
    window.webContents.emit('will-prevent-unload', event);
    expect(event.preventDefault).not.toHaveBeenCalled();
    electron.answers.messageBox = 1;
    window.webContents.emit('will-prevent-unload', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  test('whose page crashed is loaded again if the user wants it', async () => {
    const window = await startedShell();
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await vi.waitFor(() => expect(window.calls).toEqual(['reload']));
  });
});

describe('the app:// scheme', () => {
  const answer = (address: string, init?: RequestInit) =>
    electron.told.handlers.get('app')?.(new Request(address, init));

  test('is registered before the app is ready, without a way around the policy', async () => {
    const { startShell } = await import('./startShell.ts');
    void startShell({ renderer: folder, preload: '' });
    const [scheme] = electron.told.schemes;
    expect(scheme).toMatchObject({ scheme: 'app', privileges: { standard: true, secure: true } });
    expect(scheme?.privileges?.bypassCSP).toBeUndefined();
    expect(scheme?.privileges?.corsEnabled).toBeUndefined();
    expect(electron.windows).toEqual([]);
  });

  test('serves the page with its policy, and nothing outside of it', async () => {
    await startedShell();
    const page = await answer('app://nxc/');
    expect(await page?.text()).toBe('<!doctype html>page');
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await answer('app://nxc/../../etc/passwd.txt'))?.status).toBe(404);
    expect((await answer('app://nxc/%2e%2e/secret.txt'))?.status).toBe(404);
    expect((await answer('app://other/'))?.status).toBe(403);
    expect((await answer('app://nxc/', { method: 'POST' }))?.status).toBe(403);
  });
});

describe('nothing is allowed that a page does not need', () => {
  test('a port is given to our own page alone', async () => {
    const window = await startedShell();
    const { frame } = window.webContents;
    const posted = vi.fn();
    frame.received = posted;
    const ask = (senderFrame: unknown) =>
      electron.module.ipcMain.emit(portMessages.wanted, { sender: window.webContents, senderFrame });
    ask(null);
    ask({ parent: frame, url: 'app://nxc/', postMessage: posted });
    ask({ parent: null, url: 'https://evil.example/', postMessage: posted });
    ask({ parent: null, url: 'app://evil/', postMessage: posted });
    ask({ parent: null, url: 'about:blank', postMessage: posted });
    expect(posted).not.toHaveBeenCalled();
  });

  test('the preload asks for a port only when its own page wants one', async () => {
    const page = await loadPreload(await startedShell());
    const foreign = { source: new EventTarget(), data: portMessages.wanted };
    page.dispatchEvent(Object.assign(new Event('message'), foreign));
    page.postMessage('something else', 'app://nxc');
    expect(page.ports).toEqual([]);
  });

  test('a page cannot lead anywhere else', async () => {
    const { webContents } = await startedShell();
    const isPrevented = (event: string, details: object): boolean => {
      const preventDefault = vi.fn();
      webContents.emit(event, { ...details, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: 'app://nxc/#project=%2Fp' })).toBe(
      false,
    );
    expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: 'https://evil.example/' })).toBe(
      true,
    );
    expect(isPrevented('will-frame-navigate', { isMainFrame: true, url: 'file:///etc/passwd' })).toBe(true);
    expect(isPrevented('will-frame-navigate', { isMainFrame: false, url: 'app://nxc/' })).toBe(true);
    expect(isPrevented('will-redirect', { url: 'https://evil.example/' })).toBe(true);
    expect(isPrevented('will-attach-webview', {})).toBe(true);
  });

  test('links to web pages open in the user’s browser, and no other scheme opens anything', async () => {
    const { webContents } = await startedShell();
    const addresses = [
      'https://nixos.org/manual',
      'http://localhost:8080/',
      'http://evil.example/',
      'file:///etc/passwd',
      'ssh://host',
      'javascript:alert(1)',
      'https://user:password@evil.example/',
      'nonsense',
    ];
    for (const url of addresses) {
      expect(webContents.windowOpenHandler?.({ url } as Electron.HandlerDetails)).toEqual({ action: 'deny' });
    }
    expect(electron.told.openedOutside).toEqual(['https://nixos.org/manual', 'http://localhost:8080/']);
  });

  test('of all permissions our page gets the clipboard', async () => {
    await startedShell();
    const { permissionRequest, permissionCheck, deviceHandler } = electron.told;
    const contents = {} as Electron.WebContents;
    const granted = (permission: string, requestingUrl = 'app://nxc/', isMainFrame = true): boolean => {
      const answer = vi.fn();
      const details = { isMainFrame, requestingUrl } as Electron.PermissionRequest;
      permissionRequest?.(contents, permission as 'media', answer, details);
      const check = permissionCheck?.(contents, permission as 'media', requestingUrl, {
        isMainFrame,
      } as Electron.PermissionCheckHandlerHandlerDetails);
      expect(answer).toHaveBeenCalledExactlyOnceWith(check);
      return check === true;
    };
    expect(granted('clipboard-read')).toBe(true);
    expect(granted('clipboard-sanitized-write')).toBe(true);
    expect(granted('clipboard-read', 'https://evil.example/')).toBe(false);
    expect(granted('clipboard-read', 'app://nxc/', false)).toBe(false);
    for (const other of ['media', 'geolocation', 'notifications', 'openExternal', 'fileSystem', 'hid']) {
      expect(granted(other)).toBe(false);
    }
    expect(deviceHandler?.({} as Electron.DevicePermissionHandlerHandlerDetails)).toBe(false);
  });
});

describe('one instance', () => {
  test('a second start hands its wish over and ends', async () => {
    electron.answers.hasLock = false;
    const { startShell } = await import('./startShell.ts');
    await startShell({ renderer: folder, preload: '' });
    expect(electron.told).toMatchObject({ quits: 1, lockData: { named: folder, tutorial: false } });
    expect(electron.windows).toEqual([]);
  });

  test('the first one shows what the second was asked for', async () => {
    const window = await startedShell();
    const second = (data: unknown) => electron.module.app.emit('second-instance', {}, [], '/', data);
    second({ named: folder, near: null, tutorial: false });
    await vi.waitFor(() => expect(window.calls).toEqual(['show', 'focus']));
    second({ named: '/other', near: null, tutorial: false });
    await vi.waitFor(() => expect(electron.windows).toHaveLength(2));
    second('nonsense');
    expect(electron.windows).toHaveLength(2);
  });
});

describe('the end', () => {
  test('comes when the engine has let go', async () => {
    await startedShell();
    const preventDefault = vi.fn();
    electron.module.app.emit('will-quit', { preventDefault });
    electron.module.app.emit('will-quit', { preventDefault });
    await vi.waitFor(() => expect(electron.told.quits).toBe(1));
    electron.module.app.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });

  test('comes with an explanation when an error was not foreseen', async () => {
    const { startShell } = await import('./startShell.ts');
    electron.module.app.whenReady = () => Promise.reject(new Error('the display is gone'));
    await startShell({ renderer: folder, preload: '' });
    expect(electron.told.exitCode).toBe(1);
    expect(electron.told.errorBoxes[0]).toContain('the display is gone');
    expect(electron.told.errorBoxes[0]).toContain('Nodes that run are not touched');
  });

  test('the entry starts the shell with the installed files', async () => {
    await import('./main.ts');
    electron.becomeReady();
    await vi.waitFor(() => expect(electron.windows).toHaveLength(1));
    expect(electron.windows[0]?.options.webPreferences?.preload).toMatch(/dist\/preload\/preload\.cjs$/);
  });
});
