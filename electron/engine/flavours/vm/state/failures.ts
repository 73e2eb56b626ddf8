/** Why a machine does not run, in words for its user. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';

const lastLineCount = 20;
const failureLookMs = 500;

/** What is wrong with a machine whose QEMU runs; nothing if nothing is. A machine that is just ending has no failure. */
export async function failureOfMachine(node: string, folder: string): Promise<AppError | undefined> {
  const { status } = await withQmp(join(folder, machineFiles.qmp), (qmp) =>
    qmp.execute('query-status'),
  ).catch(() => ({
    status: 'unknown',
  }));
  return failureOfStatus(node, folder, status);
}

/** Looks now and then whether the machine's kernel has panicked. Never resolves. */
export async function rejectOnFailure(node: string, folder: string, done: AbortSignal): Promise<never> {
  for (;;) {
    await delay(failureLookMs, undefined, { signal: done, ref: false });
    const failure = await failureOfMachine(node, folder);
    if (failure !== undefined) throw failure;
  }
}

/** The failure that one of QEMU's words for a machine's state means. */
export async function failureOfStatus(
  node: string,
  folder: string,
  status: string,
): Promise<AppError | undefined> {
  if (status === 'guest-panicked') return panicked(node, folder);
  if (status === 'internal-error' || status === 'io-error') {
    return withLog(node, folder, machineFiles.qemuLog, `QEMU stopped it (${status})`);
  }
  return undefined;
}

/** The kernel's own words stand on the console. */
async function panicked(node: string, folder: string): Promise<AppError> {
  const lines = await lastLines(folder, machineFiles.consoleLog, 200);
  const at = lines.findLastIndex((line) => line.includes('Kernel panic'));
  const words = /Kernel panic - not syncing: (.*)/.exec(lines[at] ?? '')?.[1];
  return new AppError(
    'node-failed',
    `The kernel of node “${node}” panicked${words === undefined ? '' : `: ${words}`}.`,
    {
      hint: 'Its console is below; all of it: `nxc logs`. Start again (`nxc start`) to replace this node and keep the others.',
      details: { node, command: { command: 'the console', exitCode: null, lastLines: around(lines, at) } },
    },
  );
}

/** Some lines before the panic say what led to it, those after it where. */
function around(lines: readonly string[], at: number): readonly string[] {
  return at < 0 ? lines.slice(-lastLineCount) : lines.slice(Math.max(0, at - 8), at + 12);
}

/** QEMU ended, and not because the machine was switched off. */
export async function killed(node: string, folder: string): Promise<AppError> {
  return withLog(node, folder, machineFiles.qemuLog, 'its QEMU was killed, or crashed');
}

/** It was created, and then whoever did that ended. */
export function neverStarted(node: string): AppError {
  return new AppError('node-failed', `Node “${node}” never ran: its start was interrupted or failed.`, {
    hint: 'Start again: what runs is kept, the rest is replaced.',
    retryable: true,
    details: { node },
  });
}

/** QEMU is there and says nothing. */
export function notAnswering(node: string): AppError {
  return new AppError('node-failed', `The QEMU of node “${node}” runs and does not answer.`, {
    hint: 'It may have been stopped by a signal, or the disk it is on may hang. `nxc stop` ends it.',
    retryable: true,
    details: { node },
  });
}

async function withLog(node: string, folder: string, file: string, why: string): Promise<AppError> {
  const lines = await lastLines(folder, file, lastLineCount);
  return new AppError('node-failed', `Node “${node}” does not run: ${why}.`, {
    hint: 'The kernel kills programs when memory is short (`dmesg | tail`). Start again to replace this node and keep the others.',
    details: { node, command: { command: 'qemu-system-x86_64', exitCode: null, lastLines: lines } },
  });
}

async function lastLines(folder: string, file: string, count: number): Promise<string[]> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => '');
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count);
}
