/** Lists that were read once, in the per-user cache: each a file named by what it was read from. */
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../platform/replaceFile.ts';
import type { NixpkgsList } from './nixpkgsReader.ts';

/** A few MB each. */
const mostKept = 6;

export interface ListCache {
  /** `null` when there is none, or none that can be read. */
  read(key: string): Promise<NixpkgsList | null>;
  /** Keeps a list, and the latest others. A cache that cannot be written costs time and nothing else. */
  keep(key: string, list: NixpkgsList): Promise<void>;
}

/** @param cacheDirectory the user's cache folder */
export function createListCache(cacheDirectory: string): ListCache {
  const folder = join(cacheDirectory, 'nixpkgs');
  const fileOf = (key: string): string => join(folder, `${key}.json`);

  async function removeOldest(): Promise<void> {
    const files = (await readdir(folder)).map((name) => join(folder, name));
    const used = await Promise.all(files.map(async (file) => ({ file, at: (await stat(file)).mtimeMs })));
    const old = used.toSorted((one, other) => other.at - one.at).slice(mostKept);
    await Promise.all(old.map(({ file }) => rm(file, { force: true })));
  }

  return {
    async read(key) {
      try {
        // Only whole files of ours have the name of a key.
        const list = JSON.parse(await readFile(fileOf(key), 'utf8')) as NixpkgsList;
        const now = new Date();
        await utimes(fileOf(key), now, now);
        return Array.isArray(list.options) && Array.isArray(list.packages) ? list : null;
      } catch {
        return null;
      }
    },
    async keep(key, list) {
      try {
        await mkdir(folder, { recursive: true });
        await replaceFile(fileOf(key), Buffer.from(JSON.stringify(list)));
        await removeOldest();
      } catch {
        // The next engine reads it again.
      }
    },
  };
}
