/** Nix commands in a project: run with what machine and lock need, failures told in the project's own terms. */
import { join } from 'node:path';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { Project } from '#shared/contract/projects.ts';
import { AppError } from '#shared/errors.ts';
import { needsNothingElse } from '#shared/model/flakeLock.ts';
import { isUntracked } from '../projects/git.ts';
import type { Library } from '../projects/library/index.ts';
import { lockLibrary, readLock } from '../projects/lock.ts';
import { showCommand } from './commandLine.ts';
import type { NixConfigurationReader } from './configuration.ts';
import { createProjectSources } from './errorReader/projectSources.ts';
import { readNixError } from './errorReader/readNixError.ts';
import { type NixOutcome, runNix } from './run.ts';

interface NixWork {
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((progress: JobProgress) => void) | undefined;
  /** Whether everything else on the machine goes before it. */
  readonly background?: boolean;
}

export interface ProjectNix {
  /**
   * Runs one subcommand in the project's folder and reports the command line. A lock that has no library yet, or one
   * that is gone from this machine, is brought in order first, with a word to the user.
   *
   * @param makeArguments the subcommand and its arguments, given this machine's system, e.g. `x86_64-linux`
   * @throws AppError that explains what Nix complained about, `cancelled`, or `missing-program`
   */
  run(
    project: Project,
    makeArguments: (system: string) => readonly string[],
    work?: NixWork,
  ): Promise<NixOutcome>;
}

export interface ProjectNixDependencies {
  readonly configuration: NixConfigurationReader;
  readonly library: Library;
}

/** A lock that points to a copy of the library which is not on this machine, or not what it was. */
const libraryIsGone =
  /NAR hash mismatch in input '[^']*\/library\/[0-9a-f]+|'[^']+\/library\/[0-9a-f]+'.*(?:No such file or directory|does not exist)/;

export function createProjectNix({ configuration, library }: ProjectNixDependencies): ProjectNix {
  const relock = (project: Project) => lockLibrary(project.directory, library, { verify: true });

  async function runOnce(
    project: Project,
    makeArguments: (system: string) => readonly string[],
    { signal, report, background }: NixWork,
  ): Promise<NixOutcome> {
    const [{ program, system, flags, notices, environment }, lock] = await Promise.all([
      configuration.read(),
      readLock(project.directory),
    ]);
    for (const notice of notices) report?.({ type: 'warning', ...notice });
    // Asking binary caches for what is made on this machine costs seconds without a network, and finds nothing.
    const offline = lock !== undefined && needsNothingElse(lock) ? ['--option', 'substitute', 'false'] : [];
    const all = [...flags, ...offline, ...makeArguments(system)];
    const command = showCommand('nix', all);
    report?.({ type: 'command', command });
    const outcome = await runNix(
      { program, arguments: all, directory: project.directory },
      {
        environment,
        ...(signal === undefined ? {} : { signal }),
        ...(report === undefined ? {} : { report }),
        ...(background === undefined ? {} : { background }),
      },
    );
    if (outcome.exitCode === 0) return outcome;
    const gitRoot = project.git?.root ?? null;
    throw await readNixError({
      log: outcome.log,
      exitCode: outcome.exitCode,
      command,
      sources: createProjectSources({
        directory: project.directory,
        gitRoot,
        isUntracked: async (file) => gitRoot !== null && isUntracked(gitRoot, file),
      }),
      compositionFile: join(project.directory, project.compositionFile),
    });
  }

  return {
    async run(project, makeArguments, work = {}) {
      if (project.library === 'unlocked' && (await relock(project))) {
        work.report?.({
          type: 'warning',
          message:
            'flake.lock did not say where the Nix library comes from; now it names the one of this machine.',
        });
      }
      try {
        return await runOnce(project, makeArguments, work);
      } catch (thrown) {
        const isGone = thrown instanceof AppError && libraryIsGone.test(thrown.details.raw ?? '');
        if (!isGone || !(await relock(project))) throw thrown;
        work.report?.({
          type: 'warning',
          message:
            'The Nix library that flake.lock named is not on this machine; it now names the current one.',
          hint: 'Roles may be built anew. Commit flake.lock, or restore it with git if this was not wanted.',
        });
        return runOnce(project, makeArguments, work);
      }
    },
  };
}
