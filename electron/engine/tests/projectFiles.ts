/** The only files of this machine that a test script can reach: those of its project, and its output folder. */
import { mkdir, realpath } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { AppError } from '#shared/errors.ts';

export interface ProjectFolders {
  /** `copy_from_host` reads from here. */
  readonly project: string;
  /** `copy_from_vm` writes here. */
  readonly output: string;
}

/**
 * The file that a script means by a path on this machine, links resolved.
 *
 * @throws AppError `permission-denied` outside the project, `not-found` where there is nothing
 */
export async function readableFile(folders: ProjectFolders, path: string): Promise<string> {
  const project = await realpath(folders.project);
  const wanted = resolve(project, path);
  // Looked at before links are: a script must not learn what exists elsewhere.
  if (!isInside(project, wanted)) throw outside(path, project);
  let found: string;
  try {
    found = await realpath(wanted);
  } catch (error) {
    throw new AppError('not-found', `There is no file “${path}” in the project ${project}.`, {
      hint: 'Paths are relative to the project folder.',
      cause: error,
    });
  }
  if (!isInside(project, found)) throw outside(path, project);
  return found;
}

/**
 * Where a file copied from a node goes; its folder is made.
 *
 * @param source path on the node, which gives the name
 * @param folder below the output folder
 */
export async function writableFile(folders: ProjectFolders, source: string, folder: string): Promise<string> {
  const name = basename(source);
  if (name === '' || name === '.' || name === '..') {
    throw new AppError('bad-input', `“${source}” has no name under which it could be kept.`, {
      hint: 'Name a file or a folder of the node.',
    });
  }
  await mkdir(folders.output, { recursive: true });
  const output = await realpath(folders.output);
  const wanted = resolve(output, folder);
  if (!isInside(output, wanted)) throw outside(folder, output);
  await mkdir(wanted, { recursive: true });
  if (!isInside(output, await realpath(wanted))) throw outside(folder, output);
  return join(wanted, name);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(path: string, folder: string): AppError {
  return new AppError(
    'permission-denied',
    `“${path}” is outside of ${folder}, where test scripts may work.`,
    {
      hint: 'Copy the file into the project first.',
    },
  );
}
