/** Writing a file as a whole or not at all. */
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';

/**
 * Writes a new file beside the old one, which then takes its place: a crash leaves one of the two, whole. A link stays
 * a link, and a file keeps its permissions. Missing folders are made.
 *
 * @param name what the file is called to the user
 * @throws AppError `permission-denied` or `disk-full`; the old content is then still there
 */
export async function replaceFile(path: string, bytes: Uint8Array, name = path): Promise<void> {
  const target = await targetOf(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(temporary, bytes);
    const mode = await modeOf(target);
    if (mode !== null) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw explain(error, name);
  }
}

/** Says that a file is not this user's to read or write. @param verb what was wanted: `read` or `written` */
export function notAllowed(name: string, verb: 'read' | 'written'): AppError {
  return new AppError('permission-denied', `${name} may not be ${verb}.`, {
    hint: `See who owns it with: ls -l ${name}`,
  });
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function targetOf(path: string): Promise<string> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
  } catch {
    return path;
  }
}

async function modeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mode }) => mode & 0o777,
    () => null,
  );
}

function explain(error: unknown, name: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return notAllowed(name, 'written');
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      `${name} was not saved: the disk is full. The old text is still there.`,
      {
        hint: 'Make room, e.g. with `nix-collect-garbage`, and save again.',
        retryable: true,
      },
    );
  }
  return error;
}
