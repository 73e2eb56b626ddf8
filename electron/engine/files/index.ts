/** The text files of projects: listed, read, and written without ever losing what somebody else wrote. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { FileEntry } from '#shared/contract/files.ts';
import { AppError } from '#shared/errors.ts';
import { notAllowed, replaceFile } from '../platform/replaceFile.ts';
import { locateProject } from '../projects/locate.ts';
import { resolveInside } from './insideProject.ts';
import { listFiles } from './listFiles.ts';
import { listFolders } from './listFolders.ts';

/** Bytes. Larger files make an editor slow, and nobody wrote them by hand. */
export const largestFile = 4 * 1024 * 1024;

export interface Files {
  list(directory: string): Promise<{ files: FileEntry[]; truncated: boolean }>;
  /** @throws AppError `not-found`, `unsupported` for what is no text, `permission-denied` outside the project */
  read(directory: string, file: string): Promise<{ text: string; revision: string }>;
  /**
   * Writes the whole file or nothing.
   *
   * @param expectedRevision what the writer has seen; `null` for a file that must not exist yet
   * @returns the new revision
   * @throws AppError `conflict` when the file is another one than was expected
   */
  write(directory: string, file: string, text: string, expectedRevision: string | null): Promise<string>;
  folders(prefix: string): ReturnType<typeof listFolders>;
}

export function createFiles(): Files {
  /** Writes to one file follow each other: two at once would both see the old revision. */
  const writing = new Map<string, Promise<unknown>>();

  async function oneAfterTheOther<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
    const before = writing.get(path) ?? Promise.resolve();
    const mine = before.then(work, work);
    writing.set(path, mine);
    try {
      return await mine;
    } finally {
      if (writing.get(path) === mine) writing.delete(path);
    }
  }

  return {
    list: async (directory) => listFiles(await locateProject(directory)),
    async read(directory, file) {
      const path = await resolveInside(await locateProject(directory), file);
      const bytes = await readBytes(path, file);
      if (bytes === null) {
        throw new AppError('not-found', `There is no file ${file} in ${directory}.`, {
          hint: 'It may have been renamed or removed. The list of project files shows what is there.',
        });
      }
      return { text: decode(bytes, file), revision: revisionOf(bytes) };
    },
    async write(directory, file, text, expectedRevision) {
      const path = await resolveInside(await locateProject(directory), file);
      return oneAfterTheOther(path, async () => {
        const before = await readBytes(path, file);
        const revision = before === null ? null : revisionOf(before);
        if (revision !== expectedRevision) throw conflict(file, revision, expectedRevision);
        const bytes = Buffer.from(text, 'utf8');
        if (bytes.length > largestFile) throw tooLarge(file, bytes.length);
        await replaceFile(path, bytes, file);
        return revisionOf(bytes);
      });
    },
    folders: listFolders,
  };
}

function revisionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `null` when there is no such file. */
async function readBytes(path: string, file: string): Promise<Buffer | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) {
      throw new AppError('unsupported', `${file} is not a file.`, { hint: 'Open a file inside it.' });
    }
    if (found.size > largestFile) throw tooLarge(file, found.size);
    return await readFile(path);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === 'EACCES') throw notAllowed(file, 'read');
    throw error;
  }
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below, as for a file with zero bytes.
  }
  throw new AppError('unsupported', `${file} is not text in UTF-8.`, {
    hint: 'Open it with the program that made it, or convert it, e.g. with iconv.',
  });
}

function conflict(file: string, revision: string | null, expected: string | null): AppError {
  const what =
    revision === null
      ? `${file} was removed meanwhile`
      : expected === null
        ? `${file} exists already`
        : `${file} was changed by another program meanwhile`;
  return new AppError('conflict', `${what}; nothing was written.`, {
    hint: 'Compare both versions, then keep one of them or join them.',
  });
}

function tooLarge(file: string, bytes: number): AppError {
  return new AppError(
    'unsupported',
    `${file} has ${Math.ceil(bytes / 1024 / 1024)} MB; files of up to ${largestFile / 1024 / 1024} MB can be edited here.`,
    { hint: 'Open it with another program.' },
  );
}
