/**
 * When is a node started? Not yet when Docker has begun its program: that may end at once. It is when all its processes
 * have come to rest for the first time, i.e. wait for something to happen; or when it has been at work for a while.
 * On an idle machine that takes some milliseconds, on a busy one as long as the program takes to get a turn.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DockerClient } from './api/client.ts';
import { isRefusal } from './api/refusal.ts';
import { isProcessOf, lookAtProcesses } from './processActivity.ts';

/** A program that is still at work after so long did not end at once. */
const graceMs = 200;

/** How far apart two looks are between which nothing may have run. */
const spacingMs = 4;

/** How long Docker may take to see the end of a program that is not (any more) among this machine's processes. */
const noticeMs = 1_000;

/** How often Docker is asked meanwhile. */
const askingMs = 20;

/**
 * Waits until it is known whether a container whose program has just been begun stays up.
 *
 * @returns `false` if the program ended; Docker's list says so from then on
 */
export async function staysUp(docker: DockerClient, identifier: string): Promise<boolean> {
  const deadline = Date.now() + graceMs;
  const pid = await pidOf(docker, identifier);
  if (pid === undefined) return false;
  if (process.platform !== 'linux') {
    // Containers run in a virtual machine, whose processes are not to be seen.
    await delay(graceMs);
    return true;
  }
  if (isProcessOf(pid, identifier) && !(await endsBefore(pid, deadline))) return true;
  // It has ended, or it runs where we cannot see it.
  const patience = Date.now() + noticeMs;
  while (Date.now() < patience) {
    if ((await pidOf(docker, identifier)) === undefined) return false;
    await delay(askingMs);
  }
  return true;
}

/** Number of a container's first process; `undefined` if there is none, or no such container. */
async function pidOf(docker: DockerClient, identifier: string): Promise<number | undefined> {
  try {
    const { State } = await docker.getContainer(identifier).inspect();
    return State.Running ? State.Pid : undefined;
  } catch (error) {
    if (isRefusal(error, 404)) return undefined;
    throw error;
  }
}

/** Whether a program ends before it has come to rest for the first time. */
async function endsBefore(pid: number, deadline: number): Promise<boolean> {
  let last: string | undefined;
  for (;;) {
    const activity = lookAtProcesses(pid);
    if (activity.state === 'ended') return true;
    const isAtRest = activity.state === 'asleep' && activity.trace === last;
    if (isAtRest || Date.now() >= deadline) return false;
    last = activity.trace;
    await delay(spacingMs);
  }
}
