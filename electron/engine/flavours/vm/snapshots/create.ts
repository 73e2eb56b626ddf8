/** Keeping a running deployment as it is at one moment. */
import { copyFile, readFile, rm, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { count } from '#shared/words.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import type { MachineContext } from '../deployment/context.ts';
import { deploymentFilePath } from '../deployment/deploymentFile.ts';
import { findRecord } from '../deployment/find.ts';
import { findQemu } from '../machine/program.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';
import { knownHostsFile } from '../ssh/knownHosts.ts';
import type { DeploymentRecord } from '../state/record.ts';
import { assertRoom, type SavableNode, savableNodes } from './savableNodes.ts';
import { saveMachine } from './savedState.ts';
import { setClock } from './setClock.ts';
import {
  finishDraft,
  identityFile,
  makeDraft,
  type SnapshotNote,
  snapshotFolder,
  stateFile,
} from './snapshotStore.ts';
import { goOn, standStill } from './standStill.ts';

const system = 'x86_64-linux';

/**
 * For whoever holds the deployment's lock. Whatever happens, the nodes go on.
 *
 * @throws AppError `conflict` if the name is taken, `not-found` if nothing runs, and what keeps a node from being saved
 */
export async function createSnapshot(
  context: MachineContext,
  target: Target,
  name: string,
  work: WorkContext,
): Promise<Snapshot> {
  const { folders } = context;
  const record = await findRecord(context, target);
  if (record === undefined) throw nothingRuns(target);
  await assertFree(snapshotFolder(folders, target, name), name);
  const { version } = await findQemu(system, context.environment, context.cacheDirectory);
  const nodes = await savableNodes(record);
  const draft = await makeDraft(folders, target, name);
  try {
    await assertRoom(draft, nodes);
    const madeAt = await saveAll(context, record, nodes, draft, work);
    throwIfCancelled(work.signal);
    const note: SnapshotNote = {
      ...{ version: 1, name, madeAt, qemuVersion: version, record },
      deployment: await readFile(deploymentFilePath(target), 'utf8').catch(() => ''),
      knownHosts: await readFile(knownHostsFile(folders, record), 'utf8').catch(() => ''),
      nodes: nodes.map(({ record: { id }, parameters, isPaused, isCut, shape }) => ({
        ...{ id, parameters: [...parameters], isPaused, isCut },
        ...(shape === undefined ? {} : { shape }),
      })),
    };
    return await finishDraft(folders, draft, note);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** @returns the moment that all stood still */
async function saveAll(
  { folders }: MachineContext,
  record: DeploymentRecord,
  nodes: readonly SavableNode[],
  draft: string,
  work: WorkContext,
): Promise<number> {
  const running = nodes.filter(({ isPaused }) => !isPaused);
  const going = running.map((node) => node.record);
  work.report({ type: 'step', title: `Saving ${count(nodes.length, 'node')} while they stand still` });
  try {
    await standStill(folders, record, going);
    const madeAt = Date.now();
    let done = 0;
    await forEachConcurrently(nodes, availableParallelism(), async (node) => {
      throwIfCancelled(work.signal);
      await saveNode(node, draft, work.signal);
      done += 1;
      work.report({ type: 'counts', done, expected: nodes.length, running: 0, failed: 0 });
    });
    return madeAt;
  } finally {
    await goOn(folders, record, going);
    await forEachConcurrently(running, running.length, (node) => setClockOrSay(node, work));
  }
}

async function saveNode({ record, folder }: SavableNode, draft: string, signal: AbortSignal): Promise<void> {
  await copyFile(join(folder, machineFiles.identity), join(draft, identityFile(record.id))).catch(
    (error: unknown) => {
      throw toAppError(error);
    },
  );
  await saveMachine({ node: record.name, folder }, join(draft, stateFile(record.id)), signal);
  const { status } = await withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('query-status'));
  if (status !== 'running') return;
  throw new AppError('conflict', `Node “${record.name}” was switched on while it was being saved.`, {
    hint: 'Make the snapshot again, and leave the nodes alone meanwhile.',
    retryable: true,
    details: { node: record.name },
  });
}

async function setClockOrSay({ record: { name }, folder }: SavableNode, work: WorkContext): Promise<void> {
  await setClock({ node: name, folder }, false).catch((error: unknown) => {
    work.report({
      type: 'warning',
      message: `The clock of node “${name}” is slow now by the time that it stood still: ${toAppError(error).message}`,
      hint: 'Set it in the node (`date -s`), if anything there depends on it.',
    });
  });
}

async function assertFree(folder: string, name: string): Promise<void> {
  const isTaken = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!isTaken) return;
  throw new AppError('conflict', `There is a snapshot “${name}” already.`, {
    hint: `Choose another name, or remove that one: \`nxc snapshot remove ${name}\`.`,
  });
}

function nothingRuns({ composition, flavour }: Target): AppError {
  return new AppError(
    'not-found',
    `Nothing of “${composition}” runs on ${flavour}: there is nothing to keep.`,
    {
      hint: 'Start it with `nxc start`.',
    },
  );
}
