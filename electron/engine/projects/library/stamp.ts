/** Remembers which copy belongs to which source, so that finding the current one takes no reading of files. */
import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { LibraryPin } from '#shared/model/flakeLock.ts';

const stampSchema = z.object({ key: z.string(), path: z.string(), narHash: z.string() });

export interface Stamp extends LibraryPin {
  readonly key: string;
}

/** Changes whenever a file of the source, or one of the seeds, is added, removed or written. */
export async function sourceKey(source: string, seeds: readonly string[]): Promise<string> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const facts = await Promise.all(
    [...files, ...seeds].map(async (file) => {
      const { size, mtimeMs, mode } = await stat(file);
      return `${file} ${size} ${mtimeMs} ${mode}`;
    }),
  );
  return createHash('sha256').update(facts.sort().join('\n')).digest('hex');
}

const stampFile = (directory: string) => join(directory, 'current.json');

/** `undefined` when there is none for this key, or none that can be read. */
export async function readStamp(directory: string, key: string): Promise<Stamp | undefined> {
  try {
    const stamp = stampSchema.parse(JSON.parse(await readFile(stampFile(directory), 'utf8')));
    return stamp.key === key ? stamp : undefined;
  } catch {
    // Not written yet, or by another version: the copy is simply looked for again.
    return undefined;
  }
}

export async function writeStamp(directory: string, stamp: Stamp): Promise<void> {
  const draft = join(directory, `.stamp-${randomUUID()}`);
  await writeFile(draft, JSON.stringify(stamp));
  await rename(draft, stampFile(directory));
}
