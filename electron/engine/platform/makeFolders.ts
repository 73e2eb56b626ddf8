import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. Node's own recursive way never returns on a file system that refuses a new entry
 * with ENOENT although its parent is there, as /proc does.
 *
 * @throws the system's error, e.g. ENOENT, EACCES or ENOTDIR
 */
export async function makeFolders(path: string): Promise<void> {
  const code = await tryToMake(path);
  if (code === undefined || code === 'EEXIST') return;
  const parent = dirname(path);
  if (code === 'ENOENT' && parent !== path) await makeFolders(parent);
  await mkdir(path);
}

async function tryToMake(path: string): Promise<string | undefined> {
  try {
    await mkdir(path);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown';
  }
}
