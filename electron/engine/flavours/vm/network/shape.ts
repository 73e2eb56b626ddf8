/** Faults in a node's network: what it sends comes late, or not at all. */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LinkShape } from '#shared/contract/deployments.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import type { MachineReference } from '../guest/control.ts';
import { takePort } from '../guest/portLock.ts';
import { findProcess } from '../state/processes.ts';
import { askRelay } from './askRelay.ts';
import { installFilter, removeFilter } from './filter.ts';
import { readShape, relaySocketIn, removeShape, writeShape } from './shapeNote.ts';
import { startRelay } from './startRelay.ts';

/** Others change the faults of other nodes, one after the other. */
const turnPatienceMs = 30_000;

/**
 * Gives a node's network a fault, changes it, or takes it away (zeros, or nothing).
 *
 * @throws AppError `node-failed` if the machine does not run, `missing-program` if there is no Node for the relay
 */
export async function setShape(machine: MachineReference, shape: LinkShape | undefined): Promise<void> {
  const { node, folder } = machine;
  const runFolder = dirname(folder);
  const isFault = shape !== undefined && (shape.delayMs > 0 || shape.lossPercent > 0);
  if (!isFault && (await readShape(folder)) === undefined) return;
  if ((await findProcess(folder)) === undefined) throw notRunning(node);
  const { lock } = await takePort(runFolder, [relaySocketIn], turnPatienceMs);
  try {
    if (isFault) await giveFault(machine, runFolder, shape);
    else await takeFault(folder, runFolder);
  } catch (error) {
    throw toAppError(error);
  } finally {
    await lock.release();
  }
}

async function giveFault(
  { node, folder }: MachineReference,
  runFolder: string,
  shape: LinkShape,
): Promise<void> {
  await writeShape(folder, shape);
  const served = await askRelay(runFolder);
  const name = basename(folder);
  if (served?.includes(name)) return;
  if (served === undefined) {
    // There was none, or it was killed; then all that it stood before need a new way to it.
    for (const other of await machinesWithFault(runFolder)) await installFilter(other);
  } else {
    await installFilter(folder);
  }
  const now = (served === undefined ? undefined : await askRelay(runFolder)) ?? (await startRelay(runFolder));
  if (now.includes(name)) return;
  throw new AppError('connection-lost', `The network of node “${node}” could not be led through the relay.`, {
    hint: 'It is cut off now. Try again, or take the fault away; `nxc status` shows whether the node still runs.',
    retryable: true,
    details: { node },
  });
}

async function takeFault(folder: string, runFolder: string): Promise<void> {
  await removeShape(folder);
  await removeFilter(folder);
  // It ends when this was the last one.
  await askRelay(runFolder);
}

async function machinesWithFault(runFolder: string): Promise<string[]> {
  const names = await readdir(runFolder);
  const found = await Promise.all(
    names
      .map((name) => join(runFolder, name))
      .map(async (folder) =>
        (await readShape(folder)) !== undefined && (await findProcess(folder)) !== undefined ? [folder] : [],
      ),
  );
  return found.flat();
}

function notRunning(node: string): AppError {
  return new AppError('node-failed', `Node “${node}” does not run.`, {
    hint: '`nxc status` says why, if it is known; `nxc start` starts what is missing.',
    details: { node },
  });
}
