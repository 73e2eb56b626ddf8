/**
 * The interpreter's memory, kept from its first start: waking it takes a fifth of the time of starting it. Made by
 * private functions of Pyodide, so everything still works when they don't.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DriverFiles } from '../driverFiles.ts';

/** Counts up when the way of making snapshots changes. */
const format = 1;

export interface SnapshotCache {
  /** The file to start from, if it was kept. */
  path(): Promise<string | null>;
  /** Keeps a snapshot; two at the same moment do no harm. Removes older ones of other versions. */
  keep(bytes: Uint8Array): Promise<void>;
  /** Removes a snapshot that does not work. */
  forget(): Promise<void>;
}

/** @param directory the cache folder; made when something is kept */
export function createSnapshotCache(
  directory: string,
  files: DriverFiles,
  memoryBytes: number,
): SnapshotCache {
  let name: Promise<string> | undefined;
  const file = async (): Promise<string> => {
    name ??= fingerprint(files, memoryBytes);
    return join(directory, await name);
  };
  return {
    async path() {
      const path = await file();
      return existsSync(path) ? path : null;
    },
    async keep(bytes) {
      const path = await file();
      const temporary = `${path}.${randomUUID()}`;
      await mkdir(directory, { recursive: true });
      try {
        await writeFile(temporary, bytes);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
      await removeOthers(directory, path);
    },
    forget: async () => rm(await file(), { force: true }),
  };
}

/** A snapshot fits exactly one interpreter, one Node, and one state of our modules. */
async function fingerprint(files: DriverFiles, memoryBytes: number): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${format} ${process.version} ${process.arch} ${memoryBytes}\n`);
  const modules = join(files.driver, 'nxc_driver');
  const sources = (await readdir(modules)).filter((entry) => entry.endsWith('.py')).toSorted();
  for (const path of [
    join(files.pyodide, 'package.json'),
    join(files.driver, 'realm.js'),
    ...sources.map((entry) => join(modules, entry)),
  ]) {
    hash.update(`${path}\n`).update(await readFile(path));
  }
  return `python-${hash.digest('hex').slice(0, 24)}.snapshot`;
}

/** What is being written by another process at this moment is younger than this, in milliseconds. */
const leftoverAge = 60_000;

async function removeOthers(directory: string, kept: string): Promise<void> {
  for (const entry of await readdir(directory)) {
    const path = join(directory, entry);
    if (path === kept) continue;
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > leftoverAge) await rm(path, { force: true });
  }
}
