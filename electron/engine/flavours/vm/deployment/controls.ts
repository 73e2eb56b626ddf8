/** The buttons and cables of a machine. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PowerAction } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import type { MachineReference } from '../guest/control.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';
import { findProcess, killProcesses } from '../state/processes.ts';
import { powerOff } from './endMachine.ts';

const shutdownPatienceMs = 90_000;
const resetLookMs = 50;

/** @throws AppError `node-failed` if the machine does not run, `timed-out` if its system does not power off */
export async function switchPower(
  { node, folder }: MachineReference,
  action: Exclude<PowerAction, 'start'>,
): Promise<void> {
  const pid = await findProcess(folder);
  if (pid === undefined) throw notRunning(node);
  switch (action) {
    case 'pause':
      return withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('stop'));
    case 'resume':
      return withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('cont'));
    case 'reset':
      return reset(folder);
    case 'shutdown':
      if (await powerOff(node, folder, pid, shutdownPatienceMs)) return;
      throw new AppError(
        'timed-out',
        `Node “${node}” did not power off within ${shutdownPatienceMs / 1000} s.`,
        {
          hint: 'A paused node must be resumed first. If it hangs, end it the hard way: crash.',
          details: { node },
        },
      );
    case 'crash':
      await writeFile(join(folder, machineFiles.crashed), '');
      return killProcesses([pid]);
  }
}

/** A machine that has panicked or was paused runs again after it. */
async function reset(folder: string): Promise<void> {
  await rm(join(folder, machineFiles.ready), { force: true });
  await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
    await qmp.execute('system_reset');
    for (let count = 0; count < 20; count += 1) {
      const { status } = await qmp.execute('query-status');
      if (status === 'running') return;
      await delay(resetLookMs);
      await qmp.execute('cont').catch(() => undefined);
    }
  });
}

/** Pulls the cable of the nodes' network, or plugs it in. */
export async function setLink({ node, folder }: MachineReference, connected: boolean): Promise<void> {
  if ((await findProcess(folder)) === undefined) throw notRunning(node);
  await withQmp(join(folder, machineFiles.qmp), (qmp) =>
    qmp.execute('set_link', { name: 'lan', up: connected }),
  );
  // QEMU does not tell how a cable is.
  const note = join(folder, machineFiles.cut);
  await (connected ? rm(note, { force: true }) : writeFile(note, ''));
}

/** @returns a PNG image. @throws AppError `unsupported` if the machine has no screen */
export async function takeScreenshot({ node, folder }: MachineReference): Promise<Uint8Array> {
  if ((await findProcess(folder)) === undefined) throw notRunning(node);
  const own = await mkdtemp(join(folder, 'screen-'));
  try {
    const filename = join(own, 'screen.png');
    await withQmp(join(folder, machineFiles.qmp), (qmp) =>
      qmp.execute('screendump', { filename, format: 'png' }),
    ).catch((error: unknown) => {
      throw noScreen(node, error);
    });
    return await readFile(filename);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** Gives QEMU's monitor a command for people, and returns what it says. */
export async function askMonitor({ node, folder }: MachineReference, command: string): Promise<string> {
  if ((await findProcess(folder)) === undefined) throw notRunning(node);
  return withQmp(join(folder, machineFiles.qmp), (qmp) =>
    qmp.execute('human-monitor-command', { 'command-line': command }),
  );
}

/** Until the machine ends. @throws AppError `port-taken` */
export async function forwardPort(
  machine: MachineReference,
  hostPort: number,
  nodePort: number,
): Promise<void> {
  const said = await askMonitor(machine, `hostfwd_add mgmt tcp:127.0.0.1:${hostPort}-:${nodePort}`);
  if (said.trim() === '') return;
  throw new AppError(
    'port-taken',
    `Port ${hostPort} of this machine cannot lead to node “${machine.node}”: ${said.trim()}`,
    {
      hint: `See who has it: \`ss -ltnp 'sport = :${hostPort}'\`. Choose another one.`,
      retryable: true,
      details: { node: machine.node, raw: said },
    },
  );
}

function noScreen(node: string, error: unknown): unknown {
  if (!(error instanceof AppError && error.code === 'internal')) return error;
  return new AppError('unsupported', `Node “${node}” has no screen.`, {
    hint: 'Its console is text: `nxc logs`. A system gets a screen if its role asks for graphics.',
    details: error.details.raw === undefined ? { node } : { node, raw: error.details.raw },
    cause: error,
  });
}

function notRunning(node: string): AppError {
  return new AppError('node-failed', `Node “${node}” does not run.`, {
    hint: '`nxc status` says why, if it is known; `nxc start` starts what is missing.',
    details: { node },
  });
}
