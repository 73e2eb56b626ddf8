/** Opening the window from a clone, and checking that it could be opened. Plain JavaScript, as setup.mjs is. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environment, root } from './setup.mjs';

/**
 * Opens the desktop app, or the window in a browser where that cannot run, and returns the exit code once it ended.
 *
 * @param directory of the project to open; without one it is the last one, and the tutorial at the very first time
 */
export function openWindow(directory) {
  const project = directory === undefined ? [] : [directory];
  const electron = desktopProgram();
  return electron === null
    ? follow(join(root, 'bin', 'nxc'), ['serve', '--open', '--tutorial', ...project])
    : follow(electron, [root, '--tutorial', ...project]);
}

/** Electron's program, if its binary was ever downloaded and a window can be shown by it. */
function desktopProgram() {
  // Chromium's sandbox does not work for root, and without the sandbox we don't open a window.
  if (process.getuid?.() === 0) return null;
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  if (process.platform === 'linux' && !hasDisplay) return null;
  const folder = join(root, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8') : 'electron';
  const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return existsSync(program) ? program : null;
}

/** Runs a program that the user ends: Ctrl-C reaches it too, and we wait for what it does about it. */
function follow(program, words) {
  const stay = () => {};
  process.on('SIGINT', stay);
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'inherit', env: environment });
    child.once('error', (error) => {
      console.error(`error: ${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => {
      process.off('SIGINT', stay);
      resolve(code ?? 1);
    });
  });
}

/** Starts the browser host, enters by the printed address as a browser does, and ends the host. Throws if it fails. */
export async function checkWindow() {
  const host = spawn(join(root, 'bin', 'nxc'), ['serve', '--tutorial'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
  });
  const ended = new Promise((resolve) => host.once('exit', resolve));
  try {
    const address = await readAddress(host);
    const entry = await fetch(address, { redirect: 'manual' });
    const cookie = entry.headers.get('set-cookie')?.split(';')[0];
    if (entry.status !== 303 || cookie === undefined) {
      throw new Error(`The address was answered with ${entry.status}: ${await entry.text()}`);
    }
    const page = await fetch(new URL('/', address), { headers: { cookie } });
    const text = await page.text();
    if (page.status !== 200 || !text.includes('<div id="root">')) {
      throw new Error(`The page was answered with ${page.status}: ${text.slice(0, 200)}`);
    }
    console.log(`The window answers at ${new URL('/', address)}`);
  } finally {
    host.kill('SIGINT');
  }
  const code = await ended;
  if (code !== 0) throw new Error(`nxc serve ended with ${code}.`);
}

async function readAddress(host) {
  for await (const line of createInterface({ input: host.stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
    if (address !== undefined) {
      host.stdout.resume();
      return address;
    }
  }
  throw new Error('nxc serve ended before it said where it is.');
}
