/** What version a program says it has, noted for as long as the program stays the same. */
import { mkdir, open, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import * as z from 'zod';

const program = 'qemu-system-x86_64';
const noteSchema = z.object({ key: z.string(), version: z.string() });

export interface RecalledVersion {
  /** `undefined` if it was not asked yet. */
  readonly version: string | undefined;
  remember(version: string): Promise<void>;
}

/** @returns nothing if it cannot be told whether a version that was noted still holds */
export async function recallVersion(
  environment: NodeJS.ProcessEnv,
  cacheDirectory: string,
): Promise<RecalledVersion | undefined> {
  const key = await keyOfProgram(environment.PATH ?? '');
  if (key === undefined) return undefined;
  const file = join(cacheDirectory, 'qemu-version.json');
  return {
    version: await read(file, key),
    async remember(version) {
      const draft = `${file}.${process.pid}`;
      await mkdir(cacheDirectory, { recursive: true });
      await writeFile(draft, JSON.stringify({ key, version }));
      await rename(draft, file);
    },
  };
}

async function keyOfProgram(path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = await realpath(join(folder, program)).catch(() => undefined);
    if (file === undefined) continue;
    const { size, mtimeMs, ino } = await stat(file);
    // A script may run another program tomorrow.
    return (await isBinary(file)) ? [file, size, mtimeMs, ino].join(' ') : undefined;
  }
  return undefined;
}

async function isBinary(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1') === '\x7fELF';
  } finally {
    await handle.close();
  }
}

async function read(file: string, key: string): Promise<string | undefined> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return note.key === key ? note.version : undefined;
  } catch {
    return undefined;
  }
}
