/** Each socket of a machine serves one client. Which process that is, is noted beside the socket. */
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { acquireTargetLock, type TargetLock } from '../../targetLock.ts';

const lookMs = 20;

/**
 * Takes one of some sockets for this process, waiting for its turn.
 *
 * @throws AppError `conflict` naming the process that has the last of them, when none becomes free in time
 */
export async function takePort(
  folder: string,
  names: readonly string[],
  patienceMs: number,
): Promise<{ readonly name: string; readonly lock: TargetLock }> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    let conflict: AppError | undefined;
    for (const name of names) {
      try {
        return { name, lock: await acquireTargetLock(folder, name, 'used') };
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'conflict')) throw goneFolder(error, folder);
        conflict = error;
      }
    }
    if (conflict !== undefined && Date.now() > deadline) throw conflict;
    await delay(lookMs);
  }
}

function goneFolder(error: unknown, folder: string): unknown {
  const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isGone
    ? new AppError('node-failed', `The machine in ${folder} is gone.`, {
        hint: '`nxc status` shows what runs.',
      })
    : error;
}
