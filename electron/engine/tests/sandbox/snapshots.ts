/**
 * The interpreter's memory, kept after its first start: waking it takes a fifth of the time of starting it. A build of
 * the program brings one along; where that does not fit, the first start keeps its own. Made by private functions of
 * Pyodide, so everything still works when they don't.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DriverFiles } from '../driverFiles.ts';

/** Counts up when the way of making snapshots changes. */
const format = 2;

/** What a snapshot depends on. */
export interface Interpreter {
  readonly files: DriverFiles;
  /** Of the Node that it runs on, as `node --version` prints it. */
  readonly nodeVersion: string;
  /** What Python may use, in bytes. */
  readonly memoryBytes: number;
}

export interface SnapshotFolders {
  /** Where snapshots are kept; made when there is one. */
  readonly cache: string;
  /** Where a build of the program has put one, which is only read. */
  readonly built: string | null;
}

export interface Snapshots {
  /** The file to start from, if there is one. */
  path(): Promise<string | null>;
  /** Keeps a snapshot; two at the same moment do no harm. Removes older ones of other versions. */
  keep(bytes: Uint8Array): Promise<void>;
  /** Never gives this file again, as it does not work. */
  forget(path: string): Promise<void>;
}

export function createSnapshots({ cache, built }: SnapshotFolders, interpreter: Interpreter): Snapshots {
  let name: Promise<string> | undefined;
  const unusable = new Set<string>();
  const fileName = (): Promise<string> => {
    name ??= fingerprint(interpreter);
    return name;
  };
  return {
    async path() {
      const candidates = [built, cache].flatMap((folder) => (folder === null ? [] : [folder]));
      const file = await fileName();
      return (
        candidates
          .map((folder) => join(folder, file))
          .find((path) => !unusable.has(path) && existsSync(path)) ?? null
      );
    },
    async keep(bytes) {
      const path = join(cache, await fileName());
      const temporary = `${path}.${randomUUID()}`;
      await mkdir(cache, { recursive: true });
      try {
        await writeFile(temporary, bytes);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
      unusable.delete(path);
      await removeOthers(cache, path);
    },
    async forget(path) {
      unusable.add(path);
      // What came with the program is not ours to remove.
      if (path === join(cache, await fileName())) await rm(path, { force: true });
    },
  };
}

/** A snapshot fits exactly one interpreter, one Node, and one state of our modules, wherever they lie. */
async function fingerprint({ files, nodeVersion, memoryBytes }: Interpreter): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${format} ${nodeVersion} ${memoryBytes}\n`);
  const modules = join(files.driver, 'nxc_driver');
  const sources = (await readdir(modules)).filter((entry) => entry.endsWith('.py')).toSorted();
  for (const path of [
    join(files.pyodide, 'package.json'),
    join(files.driver, 'realm.js'),
    ...sources.map((entry) => join(modules, entry)),
  ]) {
    const content = await readFile(path);
    hash.update(`${basename(path)} ${content.length}\n`).update(content);
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
