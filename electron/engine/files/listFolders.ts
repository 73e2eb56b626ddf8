/** Completion of a folder's path while it is typed. */
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { projectFileName } from '../projects/projectFile.ts';

/** As many as a list on the screen can show and a person look through. */
const mostFolders = 50;

export interface FoundFolders {
  /** The absolute path that was typed. */
  readonly resolved: string;
  readonly folders: { path: string; isProject: boolean }[];
}

/**
 * The folders whose path begins with what was typed; projects first. Hidden ones come only when a dot was typed.
 *
 * @param prefix absolute, or from the home folder with `~`
 */
export async function listFolders(prefix: string): Promise<FoundFolders> {
  const expanded = prefix.replace(/^~(?=\/|$)/, homedir());
  const resolved = resolve(homedir(), expanded);
  const isInside = /[/\\]$/.test(expanded) || expanded === homedir();
  const parent = isInside ? resolved : dirname(resolved);
  const begin = isInside ? '' : basename(resolved).toLowerCase();
  // A folder that is not there or may not be read has nothing to offer.
  const inside = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const fitting = inside.filter(
    ({ name }) => name.toLowerCase().startsWith(begin) && (begin.startsWith('.') || !name.startsWith('.')),
  );
  const folders = await Promise.all(
    fitting.slice(0, mostFolders * 4).map(async ({ name }) => {
      const path = join(parent, name);
      return (await isKind(path, 'isDirectory')) ? { path, isProject: await isProject(path) } : null;
    }),
  );
  const sorted = folders
    .filter((folder) => folder !== null)
    .sort((a, b) => Number(b.isProject) - Number(a.isProject) || a.path.localeCompare(b.path));
  return { resolved, folders: sorted.slice(0, mostFolders) };
}

async function isProject(folder: string): Promise<boolean> {
  return (
    (await isKind(join(folder, projectFileName), 'isFile')) ||
    (await isKind(join(folder, 'flake.nix'), 'isFile'))
  );
}

async function isKind(path: string, kind: 'isFile' | 'isDirectory'): Promise<boolean> {
  return stat(path).then(
    (found) => found[kind](),
    () => false,
  );
}
