/** Reads errors as if Nix had given them for a project in a folder of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '#shared/errors.ts';
import { createProjectSources } from '../projectSources.ts';
import { readNixError } from '../readNixError.ts';

/** Some samples have an error on line 9 of flake.nix. */
const flake = `{\n${'  #\n'.repeat(12)}}\n`;

export const samplesFolder = join(import.meta.dirname, '../samples');

interface Reading {
  readonly errors: readonly string[];
  readonly untracked?: readonly string[];
  readonly tails?: ReadonlyMap<string, readonly string[]>;
}

export interface ReadingProject {
  readonly directory: string;
  read(reading: Reading): Promise<AppError>;
  remove(): Promise<void>;
}

export async function createReadingProject(): Promise<ReadingProject> {
  const directory = await mkdtemp(join(tmpdir(), 'nxc-errors-'));
  await writeFile(join(directory, 'flake.nix'), flake);
  return {
    directory,
    read: ({ errors, untracked = [], tails = new Map() }) =>
      readNixError({
        log: { errors, plain: [], tails },
        exitCode: 1,
        command: 'nix build .#composition::docker',
        sources: createProjectSources({
          directory,
          gitRoot: directory,
          isUntracked: async (file) => untracked.some((name) => file === join(directory, name)),
        }),
        compositionFile: join(directory, 'composition.nix'),
      }),
    remove: () => rm(directory, { recursive: true }),
  };
}
