import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';

/** What builds and starts generate. */
export const generatedFolders = ['build', 'deploy', 'artifact'] as const;

/**
 * Removes what builds and starts generated. What Nix built stays in its store until the next garbage collection.
 *
 * @param runningNodes names of nodes that run from this project
 * @returns the folders that were there
 * @throws AppError `conflict` while nodes run: their deployment files are how they are found again
 */
export async function cleanProject(directory: string, runningNodes: readonly string[]): Promise<string[]> {
  if (runningNodes.length > 0) {
    throw new AppError('conflict', `Nodes of this project are running: ${runningNodes.join(', ')}.`, {
      hint: 'Stop them first with `nxc stop`, then clean.',
    });
  }
  const removed: string[] = [];
  for (const name of generatedFolders) {
    const folder = join(directory, name);
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) continue;
    await rm(folder, { recursive: true });
    removed.push(name);
  }
  return removed;
}
