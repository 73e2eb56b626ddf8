/** A deployment as it was: what runs is ended, and all nodes of a snapshot go on where they stood still. */
import { access, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { count } from '#shared/words.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { startFailure } from '../../startFailure.ts';
import type { MachineContext } from '../deployment/context.ts';
import { writeDeploymentFile } from '../deployment/deploymentFile.ts';
import { endMachine, removeMachineFiles } from '../deployment/endMachine.ts';
import { findRecord } from '../deployment/find.ts';
import { holdPorts } from '../deployment/heldPorts.ts';
import { takePort } from '../guest/portLock.ts';
import { findQemu, type QemuProgram } from '../machine/program.ts';
import { knownHostsFile } from '../ssh/knownHosts.ts';
import { identifierOf, makeRunFolder } from '../state/folders.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder, writeRecord } from '../state/record.ts';
import { letGoOn, loadNode, type NodeToLoad } from './loadNode.ts';
import { movePorts } from './movePorts.ts';
import { filesNeeded } from './rollbackCommand.ts';
import { readSnapshot, type SnapshotNote, snapshotFolder } from './snapshotStore.ts';
import { takenPorts } from './takenPorts.ts';

const system = 'x86_64-linux';

/** Others choose theirs in a moment. */
const portsPatienceMs = 30_000;

/** Machines that are ended the hard way need little of the processor. */
const endConcurrency = 8;

/**
 * For whoever holds the deployment's lock. Cancelling counts until the first node is ended; from then on it is brought
 * to its end, which takes seconds.
 *
 * @throws AppError `not-found`; `not-built` or `unsupported` before anything is ended; else what keeps nodes from
 *   going on: then none of them runs
 */
export async function rollBack(
  context: MachineContext,
  target: Target,
  name: string,
  work: WorkContext,
): Promise<DeploymentRecord> {
  const kept = await readSnapshot(context.folders, target, name);
  const program = await findQemu(system, context.environment, context.cacheDirectory);
  await assertUsable(kept, program);
  await assertSamePlace(context, kept);
  throwIfCancelled(work.signal);
  await endWhatRuns(context, kept, work);
  const note = await noteDown(context, kept, work);
  const nodes = nodesToLoad(note, snapshotFolder(context.folders, target, name));
  const held = await holdPorts(nodes.flatMap(({ record }) => portsOfNode(record)));
  work.report({ type: 'step', title: `Going back to “${name}” with ${count(nodes.length, 'node')}` });
  try {
    await eachOrNone(nodes, async (node) => {
      work.report({ type: 'node', node: node.record.name, state: 'starting' });
      await held.release(portsOfNode(node.record));
      await loadNode(node, program, context.environment);
    });
  } catch (error) {
    await forEachConcurrently(nodes, endConcurrency, ({ record, folder }) =>
      endMachine(record.name, folder, 'forced'),
    );
    throw error;
  } finally {
    await held.releaseAll();
  }
  await letGoOn(note.record, nodes, (node) => work.report({ type: 'node', node, state: 'running' }));
  await writeFile(knownHostsFile(context.folders, note.record), note.knownHosts, { mode: 0o600 });
  if (note.deployment !== '') await writeDeploymentFile(target, note.deployment);
  return note.record;
}

/** Ports are chosen and noted by one process of the user at a time. */
async function noteDown(
  { folders }: MachineContext,
  note: SnapshotNote,
  work: WorkContext,
): Promise<SnapshotNote> {
  const { lock } = await takePort(folders.locks, ['vm-ports'], portsPatienceMs);
  try {
    const moved = await takenPorts(folders, note.record);
    for (const [port, other] of moved) {
      work.report({
        type: 'warning',
        message: `Somebody else has port ${port} of this machine now: ${other} is in its place.`,
        hint: '`nxc status` and the deployment’s file say which port leads where.',
      });
    }
    const now = movePorts(note, moved);
    await writeRecord(folders, now.record);
    return now;
  } finally {
    await lock.release();
  }
}

function portsOfNode({ ssh, published }: NodeRecord): number[] {
  return [ssh, ...published].map(({ hostPort }) => hostPort);
}

function nodesToLoad(note: SnapshotNote, snapshot: string): NodeToLoad[] {
  return note.record.nodes.flatMap((record) => {
    const saved = note.nodes.find(({ id }) => id === record.id);
    return saved === undefined ? [] : [{ record, saved, folder: nodeFolder(note.record, record), snapshot }];
  });
}

/** Does it for all, then tells of those for which it failed. */
async function eachOrNone(
  nodes: readonly NodeToLoad[],
  work: (node: NodeToLoad) => Promise<void>,
): Promise<void> {
  const failures = new Map<string, AppError>();
  await forEachConcurrently(nodes, Math.max(2, availableParallelism()), async (node) => {
    await work(node).catch((error: unknown) => failures.set(node.record.name, toAppError(error)));
  });
  if (failures.size > 0) throw startFailure(failures, nodes.length);
}

async function endWhatRuns(context: MachineContext, note: SnapshotNote, work: WorkContext): Promise<void> {
  const current = await findRecord(context, note.record.target);
  if (current === undefined) return;
  work.report({ type: 'step', title: `Ending ${count(current.nodes.length, 'node')}` });
  const kept = new Set(note.record.nodes.map(({ id }) => id));
  await forEachConcurrently(current.nodes, endConcurrency, async (node) => {
    const folder = nodeFolder(current, node);
    await endMachine(node.name, folder, 'forced');
    if (!kept.has(node.id)) await removeMachineFiles(folder);
  });
  await killProcesses(await findProcessesBelow(current.runFolder));
}

/** Before anything is ended: what can be known to fail. */
async function assertUsable({ name, nodes, qemuVersion }: SnapshotNote, program: QemuProgram): Promise<void> {
  if (program.version !== qemuVersion) {
    throw new AppError(
      'unsupported',
      `The snapshot “${name}” was made by QEMU ${qemuVersion}, and this is ${program.version}: its machines are other ones.`,
      { hint: `Install that version again, or remove the snapshot: \`nxc snapshot remove ${name}\`.` },
    );
  }
  const files = new Set(nodes.flatMap(({ parameters }) => filesNeeded(parameters)));
  const folders = nodes.map(({ parameters }) => parameters[parameters.indexOf('-pidfile') + 1] ?? '');
  for (const file of files) {
    // What lies in a machine's own folder is brought along.
    if (folders.some((pidFile) => file.startsWith(pidFile.slice(0, -'pid'.length)))) continue;
    await access(file).catch((error: unknown) => {
      throw new AppError('not-built', `A part of the build that “${name}” was made of is gone: ${file}.`, {
        hint: `Build it again from the same text (\`nxc build\`): the file comes back. Or remove the snapshot: \`nxc snapshot remove ${name}\`.`,
        cause: error,
      });
    });
  }
}

/** The machines' sockets were told to QEMU by their whole path. */
async function assertSamePlace({ folders }: MachineContext, { name, record }: SnapshotNote): Promise<void> {
  const folder = await makeRunFolder(folders, identifierOf(record.target));
  if (folder === record.runFolder) return;
  throw new AppError(
    'bad-input',
    `The machines of the snapshot “${name}” had their sockets in ${record.runFolder}, and now they would be in ${folder}.`,
    { hint: 'Set XDG_RUNTIME_DIR and NXC_HOME to what they were then.' },
  );
}
