/** Names the state of everything that a project's flake can see, so that an edit is told from a mere touch. */
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { generatedFolders } from './clean.ts';
import { git } from './git.ts';

const lockName = 'flake.lock';

/** Two parts, because Nix completes a lock while it builds: of the lock, what it wrote counts. */
export interface SourceFingerprint {
  readonly files: string;
  readonly lock: string;
}

/** Hash of the project's flake.lock as it is now. */
export async function lockFingerprint(directory: string): Promise<string> {
  const text = await readFile(join(directory, lockName)).catch(() => '');
  return createHash('sha256').update(text).digest('hex');
}

export async function sourceFingerprint(
  directory: string,
  gitRoot: string | null,
): Promise<SourceFingerprint> {
  const [files, lock] = await Promise.all([filesFingerprint(directory, gitRoot), lockFingerprint(directory)]);
  return { files, lock };
}

/**
 * A hash over the names and contents of the files that Nix copies: with git, all that it tracks in the repository,
 * as they are in the work tree; without, everything in the folder. The lock, and what builds and starts generate,
 * are left out. Staging or committing a file changes nothing.
 */
export async function filesFingerprint(directory: string, gitRoot: string | null): Promise<string> {
  const entries =
    gitRoot === null
      ? await folderEntries(directory)
      : await trackedEntries(gitRoot, relative(gitRoot, directory));
  const hash = createHash('sha256');
  for (const [path, content] of [...entries].sort(([left], [right]) => (left < right ? -1 : 1))) {
    hash.update(`${path}\0${content}\0`);
  }
  return hash.digest('hex');
}

/** Milliseconds since the epoch of the youngest of those files. */
export async function newestSource(directory: string, gitRoot: string | null): Promise<number> {
  const root = gitRoot ?? directory;
  const entries =
    gitRoot === null
      ? await folderEntries(directory)
      : await trackedEntries(gitRoot, relative(gitRoot, directory));
  const times = await Promise.all(
    [...entries.keys()].map((path) =>
      lstat(join(root, path)).then(
        (found) => found.mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.reduce((newest, time) => Math.max(newest, time), 0);
}

/** From path (relative to the repository) to mode and blob, as git would record them now. */
async function trackedEntries(root: string, project: string): Promise<Map<string, string>> {
  // The index knows the hashes of all files that were not written since; only the others are read.
  const listing = await git(root, ['ls-files', '-t', '--stage', '--cached', '--modified', '-z']);
  const changed = new Set<string>();
  const entries = new Map<string, string>();
  let algorithm = 'sha1';
  for (const line of listing.split('\0')) {
    const match = /^(\S) (\d+) ([0-9a-f]+) \d\t(.+)$/s.exec(line);
    if (match === null) continue;
    const [, tag = '', mode = '', blob = '', path = ''] = match;
    if (isLeftOut(relative(project, path))) continue;
    if (blob.length === 64) algorithm = 'sha256';
    // A changed or removed file is listed a second time.
    if (tag === 'C' || tag === 'R') changed.add(path);
    else entries.set(path, `${mode} ${blob}`);
  }
  for (const path of changed) entries.delete(path);
  await Promise.all(
    [...changed].map(async (path) => {
      const content = await currentEntry(join(root, path), algorithm);
      if (content !== undefined) entries.set(path, content);
    }),
  );
  return entries;
}

async function folderEntries(directory: string): Promise<Map<string, string>> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((path) => !isLeftOut(path));
  const entries = new Map<string, string>();
  await Promise.all(
    paths.map(async (path) => {
      const content = await currentEntry(join(directory, path), 'sha1');
      if (content !== undefined) entries.set(path, content);
    }),
  );
  return entries;
}

/** Mode and blob hash of a file as it is now; `undefined` when it is gone. */
async function currentEntry(file: string, algorithm: string): Promise<string | undefined> {
  try {
    const status = await lstat(file);
    const content = status.isSymbolicLink() ? Buffer.from(await readlink(file)) : await readFile(file);
    const mode = status.isSymbolicLink() ? '120000' : (status.mode & 0o100) === 0 ? '100644' : '100755';
    const blob = createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest('hex');
    return `${mode} ${blob}`;
  } catch {
    // Removed, or a socket or the like, which Nix does not copy either.
    return undefined;
  }
}

function isLeftOut(pathInProject: string): boolean {
  if (pathInProject === lockName) return true;
  const [first] = pathInProject.split(sep);
  return generatedFolders.some((folder) => folder === first);
}
