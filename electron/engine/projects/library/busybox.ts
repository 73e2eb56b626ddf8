/** Finds the one program that the tiny base is made of: a busybox that needs no shared library. */
import { constants } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { AppError } from '#shared/errors.ts';

/** Absolute path of a static busybox: NXC_BUSYBOX if set, else the first on the PATH or in the usual folders. */
export async function findStaticBusybox(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = environment.NXC_BUSYBOX;
  const folders = [...(environment.PATH ?? '').split(delimiter).filter(isAbsolute), '/bin', '/usr/bin'];
  const candidates =
    named !== undefined && named !== ''
      ? [named]
      : folders.flatMap((folder) => [join(folder, 'busybox'), join(folder, 'busybox-static')]);
  for (const candidate of candidates) {
    if (await isStaticProgram(candidate)) return candidate;
  }
  return undefined;
}

/** The error for a machine that has none. */
export function missingBusybox(environment: NodeJS.ProcessEnv): AppError {
  const named = environment.NXC_BUSYBOX;
  return new AppError(
    'missing-program',
    named
      ? `NXC_BUSYBOX is ${named}, which is no static program.`
      : 'The tiny base is made of a static busybox, and this machine has none.',
    {
      hint:
        'Run `nxc doctor`: it shows the command that installs it (on Debian and Ubuntu ' +
        '`sudo apt install busybox-static`). A project on nixpkgs does not need it.',
      docs: 'docs/user-guide.md#tiny-base',
    },
  );
}

const elfMagic = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
/** Program header that names the dynamic linker: a static program has none. */
const interpreterHeader = 3;

/** Whether a file is an executable ELF program that needs no dynamic linker. */
export async function isStaticProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    const file = await open(path);
    try {
      return await lacksInterpreter(file);
    } finally {
      await file.close();
    }
  } catch {
    // Absent, unreadable or cut off: not a program that could be used.
    return false;
  }
}

async function lacksInterpreter(file: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(64);
  await file.read(head, 0, head.length, 0);
  if (!head.subarray(0, 4).equals(elfMagic)) return false;
  const { offset, size, count } = programHeaders(head);
  const table = Buffer.alloc(size * count);
  const { bytesRead } = await file.read(table, 0, table.length, offset);
  if (count === 0 || bytesRead < table.length) return false;
  const isLittle = head[5] === 1;
  return Array.from({ length: count }, (_, index) => index * size).every(
    (start) => (isLittle ? table.readUInt32LE(start) : table.readUInt32BE(start)) !== interpreterHeader,
  );
}

/** Where an ELF file's program headers are, from its first 64 bytes. */
function programHeaders(head: Buffer): { offset: number; size: number; count: number } {
  const is64 = head[4] === 2;
  const isLittle = head[5] === 1;
  const short = (at: number) => (isLittle ? head.readUInt16LE(at) : head.readUInt16BE(at));
  const word = (at: number) => (isLittle ? head.readUInt32LE(at) : head.readUInt32BE(at));
  const long = (at: number) => Number(isLittle ? head.readBigUInt64LE(at) : head.readBigUInt64BE(at));
  return is64
    ? { offset: long(0x20), size: short(0x36), count: short(0x38) }
    : { offset: word(0x1c), size: short(0x2a), count: short(0x2c) };
}
