/** Opening the page in the user's own browser, as a window of its own where that is a Chromium. */
import { spawn } from 'node:child_process';
import { access, constants, mkdir, realpath, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Browsers that show an address as a window without tabs (`--app=`). */
const chromiums = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'brave-browser',
] as const;

export interface Opener {
  readonly program: string;
  readonly arguments: readonly string[];
}

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
}

/** Whether a window could be shown to somebody. */
export function hasDisplay({ platform, environment }: Machine): boolean {
  if (platform !== 'linux') return true;
  return ['DISPLAY', 'WAYLAND_DISPLAY'].some((name) => (environment[name] ?? '') !== '');
}

/**
 * Opens an address; `false` when this machine has nobody to show it to or nothing to show it with.
 *
 * @param folder that only the user can read: the way to the address is written there, because a program's arguments
 *   can be read by every user of the machine
 */
export async function openBrowser(address: string, folder: string, machine: Machine): Promise<boolean> {
  if (!hasDisplay(machine)) return false;
  const file = await writeWayIn(address, folder);
  for (const opener of await openers(pathToFileURL(file).href, machine)) {
    if (await start(opener)) return true;
  }
  return false;
}

/** What may open an address on this machine, best first. */
export async function openers(address: string, machine: Machine): Promise<readonly Opener[]> {
  switch (machine.platform) {
    case 'darwin':
      return [{ program: 'open', arguments: [address] }];
    case 'win32':
      return [{ program: 'rundll32', arguments: ['url.dll,FileProtocolHandler', address] }];
    default:
      return [...(await chromiumWindow(address, machine)), { program: 'xdg-open', arguments: [address] }];
  }
}

/** None for root, for whom Chromium only runs without its sandbox; none from a snap, which cannot read the file. */
async function chromiumWindow(address: string, { environment, isRoot }: Machine): Promise<readonly Opener[]> {
  if (isRoot) return [];
  for (const name of chromiums) {
    for (const folder of (environment.PATH ?? '').split(delimiter)) {
      const program = join(folder, name);
      const isThere = await access(program, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (!isThere || /\bsnap\b/.test(await realpath(program))) continue;
      return [{ program, arguments: [`--app=${address}`] }];
    }
  }
  return [];
}

async function writeWayIn(address: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'open.html');
  const target = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${target}">\n`, {
    mode: 0o600,
  });
  return file;
}

/** Starts a program that outlives us; `false` when it could not be started. */
function start({ program, arguments: programArguments }: Opener): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, programArguments, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
