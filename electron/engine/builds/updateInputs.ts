/** `nxc build -u`: every input of the flake as new as it can be had. */
import type { Project } from '#shared/contract/projects.ts';
import { declaredInputs, libraryInput } from '#shared/model/flakeLock.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import type { ProjectNix } from '../nix/projectNix.ts';
import type { Library } from '../projects/library/index.ts';
import { lockLibrary, readLock } from '../projects/lock.ts';

/**
 * Our library comes from this machine and is locked without a network; the other inputs are Nix's to fetch.
 *
 * @throws AppError `connection-lost` when an input cannot be fetched; the lock is as before then, but for our library
 */
export async function updateInputs(
  project: Project,
  nix: ProjectNix,
  library: Library,
  work: WorkContext,
): Promise<void> {
  work.report({ type: 'step', title: 'Updating the inputs in flake.lock' });
  const isOurs = await lockLibrary(project.directory, library, { verify: true });
  const lock = await readLock(project.directory);
  const others = (lock === undefined ? [] : declaredInputs(lock)).filter(
    (name) => name !== libraryInput || project.library === 'not-ours',
  );
  if (isOurs)
    work.report({ type: 'log', line: 'The Nix library is locked to the current one of this machine.' });
  if (others.length === 0) return;
  await nix.run(
    project,
    () => ['flake', 'lock', ...others.flatMap((name) => ['--update-input', name])],
    work,
  );
}
