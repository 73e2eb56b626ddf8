import { realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { projectFileName } from './projectFile.ts';

/**
 * The project around a folder: the nearest folder upwards with an nxc.json or a flake.nix. Links are resolved, so
 * that a project has one name however it is reached.
 *
 * @throws AppError `not-found`
 */
export async function locateProject(directory: string): Promise<string> {
  const start = await realpath(resolve(directory)).catch(() => {
    throw new AppError('not-found', `There is no folder ${directory}.`, {
      hint: 'Check the path, or make a project there with `nxc init`.',
    });
  });
  for (let folder = start; ; folder = dirname(folder)) {
    if ((await isFile(join(folder, projectFileName))) || (await isFile(join(folder, 'flake.nix'))))
      return folder;
    if (folder === dirname(folder)) break;
  }
  throw new AppError('not-found', `There is no project in ${directory}, nor in a folder above it.`, {
    hint: 'A project has an nxc.json or a flake.nix. Make one with `nxc init`, or change into the folder of one.',
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
