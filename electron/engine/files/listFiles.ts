/** Which files a project has, for people to choose from. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '#shared/contract/files.ts';
import { generatedFolders } from '../projects/clean.ts';
import { findGitRoot, git } from '../projects/git.ts';

/** More than this is a folder opened by mistake. */
export const mostFiles = 5000;

/** Files that are asked for their size at the same time. */
const batchSize = 64;

/** By path, without what builds and starts generate. */
export async function listFiles(project: string): Promise<{ files: FileEntry[]; truncated: boolean }> {
  const found = (await findGitRoot(project)) === null ? await walk(project) : await askGit(project);
  const wanted = found.filter(({ path }) => !isGenerated(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const files: FileEntry[] = [];
  for (let start = 0; start < wanted.length && files.length < mostFiles; start += batchSize) {
    const batch = wanted.slice(start, start + batchSize);
    const sized = await Promise.all(batch.map((entry) => withSize(project, entry)));
    files.push(...sized.filter((entry) => entry !== null));
  }
  return { files: files.slice(0, mostFiles), truncated: wanted.length > mostFiles };
}

type UnsizedEntry = Omit<FileEntry, 'size'>;

async function askGit(project: string): Promise<UnsizedEntry[]> {
  const [tracked, untracked] = await Promise.all([
    git(project, ['ls-files', '--cached', '-z']),
    git(project, ['ls-files', '--others', '--exclude-standard', '-z']),
  ]);
  const entries = (output: string, state: 'tracked' | 'untracked'): UnsizedEntry[] =>
    [...new Set(output.split('\0'))].filter((path) => path !== '').map((path) => ({ path, git: state }));
  return [...entries(tracked, 'tracked'), ...entries(untracked, 'untracked')];
}

/** Without git: everything but hidden files and what is never written by hand. */
async function walk(project: string, folder = ''): Promise<UnsizedEntry[]> {
  const inside = await readdir(join(project, folder), { withFileTypes: true });
  const found: UnsizedEntry[] = [];
  for (const entry of inside) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !isGenerated(path)) found.push(...(await walk(project, path)));
    else if (entry.isFile()) found.push({ path, git: 'none' });
    if (found.length > mostFiles) break;
  }
  return found;
}

function isGenerated(path: string): boolean {
  const [first] = path.split('/', 1);
  return generatedFolders.some((folder) => folder === first) || first === 'result';
}

/** `null` for what git knows and the disk has no more, and for links to folders. */
async function withSize(project: string, entry: UnsizedEntry): Promise<FileEntry | null> {
  return stat(join(project, entry.path)).then(
    (found) => (found.isFile() ? { ...entry, size: found.size } : null),
    () => null,
  );
}
