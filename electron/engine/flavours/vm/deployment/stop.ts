/** Stopping a deployment: done only when no process, socket or file of it is left. */
import { stat } from 'node:fs/promises';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';
import { nodeFolder, removeRecord } from '../state/record.ts';
import type { MachineContext } from './context.ts';
import { removeDeploymentFile } from './deploymentFile.ts';
import { endMachine } from './endMachine.ts';
import { findRecord } from './find.ts';

/** Machines that power off need the processor; more at once are no quicker. */
const stopConcurrency = 8;

/** @returns names of what was removed. @throws AppError `conflict` with `details.leftovers` */
export async function stopMachines(
  context: MachineContext,
  target: Target,
  work: WorkContext,
): Promise<string[]> {
  const record = await findRecord(context, target);
  if (record !== undefined) {
    work.report({ type: 'step', title: `Stopping ${record.nodes.length} nodes` });
    await forEachConcurrently(record.nodes, stopConcurrency, async (node) => {
      throwIfCancelled(work.signal);
      work.report({ type: 'node', node: node.name, state: 'stopping' });
      await endMachine(node.name, nodeFolder(record, node), 'graceful');
      work.report({ type: 'node', node: node.name, state: 'removed' });
    });
    // Machines without a note of theirs: their start was killed at that very moment.
    await killProcesses(await findProcessesBelow(record.runFolder));
    await removeRecord(context.folders, record).catch((error: unknown) => {
      throw toAppError(error);
    });
    await verifyGone(record.runFolder);
  }
  await removeDeploymentFile(target);
  return record?.nodes.map(({ name }) => name) ?? [];
}

async function verifyGone(runFolder: string): Promise<void> {
  const processes = await findProcessesBelow(runFolder);
  const isThere = await stat(runFolder).then(
    () => true,
    () => false,
  );
  const leftovers = [...processes.map((pid) => `process ${pid}`), ...(isThere ? [runFolder] : [])];
  if (leftovers.length === 0) return;
  throw new AppError('conflict', `Not everything could be removed: ${leftovers.join(', ')} is still there.`, {
    hint: 'Something was started meanwhile. Stop again.',
    retryable: true,
    details: { leftovers },
  });
}
