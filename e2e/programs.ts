/** The programs that tests drive. Nothing is downloaded: what is not on the machine is not there. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '..');

const chromiums = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'] as const;

/** Without these Chromium as root does not start, or talks to its maker while tests measure it. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/**
 * Path of the system's Chromium, or the one that the environment variable CHROMIUM names.
 *
 * @throws Error saying how to get one
 */
export function findChromium(): string {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') return named;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = chromiums.map((name) => join(folder, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  throw new Error(
    `No Chromium was found (${chromiums.join(', ')}). Install one, e.g. \`apt-get install chromium\`, ` +
      'or name its program in the environment variable CHROMIUM.',
  );
}

/** Path of Electron's binary, or `null`: it is downloaded at the first start of the desktop app, not before. */
export function findElectron(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const name = existsSync(join(folder, 'path.txt'))
    ? readFileSync(join(folder, 'path.txt'), 'utf8')
    : 'electron';
  const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
  return isExecutable(program) ? program : null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
