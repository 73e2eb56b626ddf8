/** How a project's flake.lock relates to the Nix library on this machine, and how it is brought up to date. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Project } from '#shared/contract/projects.ts';
import {
  declaredLibrary,
  emptyFlakeLock,
  type FlakeLock,
  lockedLibrary,
  parseFlakeLock,
  printFlakeLock,
  withLibrary,
} from '#shared/model/flakeLock.ts';
import { addIntent, findGitRoot } from './git.ts';
import type { Library, LibraryOptions } from './library/index.ts';

const lockFile = (directory: string) => join(directory, 'flake.lock');

/**
 * The project's lock; `undefined` when it has none.
 *
 * @throws AppError `nix-evaluation` when it cannot be read
 */
export async function readLock(directory: string): Promise<FlakeLock | undefined> {
  const file = lockFile(directory);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseFlakeLock(text, file);
}

async function readFlake(directory: string): Promise<string> {
  return readFile(join(directory, 'flake.nix'), 'utf8').catch(() => '');
}

/** What kind of system a project's roles are built from, as its flake.nix tells. */
export function baseOf(flakeSource: string): Project['base'] {
  if (/\btinyBase\b/.test(flakeSource)) return 'tiny';
  return /\bnixpkgs\b/.test(flakeSource) ? 'nixpkgs' : 'unknown';
}

export async function readBase(directory: string): Promise<Project['base']> {
  return baseOf(await readFlake(directory));
}

/** A lock that cannot be read counts as none here: building reports what is wrong with it. */
export async function libraryState(directory: string, library: Library): Promise<Project['library']> {
  const [lock, flake] = await Promise.all([readLock(directory).catch(() => undefined), readFlake(directory)]);
  const locked = lock === undefined ? undefined : lockedLibrary(lock);
  if (locked === undefined) return declaredLibrary(flake) === undefined ? 'not-ours' : 'unlocked';
  const path = locked.path;
  if (locked.type !== 'path' || typeof path !== 'string') return 'not-ours';
  // Copies of other users and machines have the same folder names.
  if (!path.startsWith(library.directory + sep) && declaredLibrary(flake) === undefined) return 'not-ours';
  if (!(await isFolder(path))) return 'missing';
  const current = await library.current();
  return current.narHash === locked.narHash ? 'current' : 'older';
}

/**
 * Points the project at the current library, and at nothing else anew; git is told of a lock that is new.
 *
 * @returns whether the lock had to change
 */
export async function lockLibrary(
  directory: string,
  library: Library,
  options: LibraryOptions = {},
): Promise<boolean> {
  const [lock, flake] = await Promise.all([readLock(directory), readFlake(directory)]);
  const original = declaredLibrary(flake);
  if (original === undefined) return false;
  const needsBusybox = baseOf(flake) === 'tiny';
  const pin = await library.current({ needsBusybox, ...options });
  const before = lock === undefined ? undefined : printFlakeLock(lock);
  const after = printFlakeLock(withLibrary(lock ?? emptyFlakeLock, pin, original));
  if (after === before) return false;
  await replaceFile(lockFile(directory), after);
  // A new file is one that git does not know, and Nix would not see it.
  if (lock === undefined && (await findGitRoot(directory)) !== null)
    await addIntent(directory, ['flake.lock']);
  return true;
}

/** In one step, so that a Nix that reads at the same time sees the old lock or the new one. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
