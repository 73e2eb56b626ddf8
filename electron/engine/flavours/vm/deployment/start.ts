/** Makes what runs equal to what is asked for: unchanged nodes are kept, others replaced, missing ones started. */
import type { Target } from '#shared/contract/common.ts';
import { toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import type { StartRequest } from '../../flavour.ts';
import type { MachineBuild } from '../build.ts';
import { takePort } from '../guest/portLock.ts';
import { probeAcceleration } from '../machine/acceleration.ts';
import { assertEnoughMemory } from '../machine/memory.ts';
import { findQemu } from '../machine/program.ts';
import { chooseLan } from '../network/addresses.ts';
import { identifierOf, makeRunFolder } from '../state/folders.ts';
import {
  type DeploymentRecord,
  type NodeRecord,
  nodeFolder,
  removeRecord,
  writeRecord,
} from '../state/record.ts';
import type { MachineContext } from './context.ts';
import { removeDeploymentFile, writeDeploymentFile } from './deploymentFile.ts';
import { endMachine, removeMachineFiles } from './endMachine.ts';
import { findRecord } from './find.ts';
import { launchAll } from './launchAll.ts';
import { prepareIdentities } from './nodeIdentity.ts';
import { stateOfNode } from './nodeStates.ts';
import { planMachines, type WantedNode } from './plan.ts';
import { assignPorts, type NodePorts, portsOf } from './ports.ts';
import { prepareGroups } from './prepareGroups.ts';
import { tellKeptNodes } from './tellKeptNodes.ts';

const endConcurrency = 8;
const portsPatienceMs = 10_000;

/**
 * @returns the record of what runs then
 * @throws AppError `node-failed` and the like if nodes do not run (the others do); after any other error, and when
 *   cancelled, what this start had begun is removed again
 */
export async function startMachines(
  context: MachineContext,
  build: MachineBuild,
  request: StartRequest,
  work: WorkContext,
): Promise<DeploymentRecord> {
  const { target } = request;
  const program = await findQemu(build.system, context.environment, context.cacheDirectory);
  const { accelerator, notice } = await probeAcceleration(
    program,
    context.cacheDirectory,
    context.environment,
  );
  if (notice !== null) work.report({ type: 'warning', message: notice });
  const wanted = planMachines(build, target.composition, request.nodes, accelerator, request.machines);

  const before = await findRecord(context, target);
  const kept = before === undefined ? [] : await findKept(before, wanted);
  const keptIds = new Set(kept.map(({ id }) => id));
  const missing = wanted.filter(({ id }) => !keptIds.has(id));
  const outdated = before?.nodes.filter(({ id }) => !keptIds.has(id)) ?? [];
  if (request.anyway !== true) {
    await assertEnoughMemory(missing.map(({ role, hardware: { memoryMib } }) => ({ role, memoryMib })));
  }

  // Old nodes go before new ones come: they may have a port or a number that is needed.
  if (before !== undefined) await removeOutdated(before, outdated, work);
  const inventory = { wanted, kept, before };
  const record = await noteDown(context, build, request, inventory);
  try {
    const [groups, identities] = await Promise.all([
      prepareGroups(context, program, missing, work),
      prepareIdentities(context, build, record),
    ]);
    await writeDeploymentFile(target, identities.deployment);
    await tellKeptNodes(record, kept, before, identities, work);
    return await launchAll(context, { record, groups, program, build, identities, work });
  } catch (thrown) {
    const error = toAppError(thrown);
    if (codesOfOneNode.has(error.code)) throw error;
    await undo(context, record, missing, kept.length > 0);
    throw error;
  }
}

/** What concerns one node only: the others go on. */
const codesOfOneNode = new Set(['node-failed', 'port-taken', 'timed-out', 'connection-lost']);

/** Nodes that run, and are what is wanted. */
async function findKept(before: DeploymentRecord, wanted: readonly WantedNode[]): Promise<NodeRecord[]> {
  const hashes = new Map(wanted.map(({ id, hash }) => [id, hash]));
  const unchanged = before.nodes.filter(({ id, hash }) => hashes.get(id) === hash);
  const kept = await Promise.all(
    unchanged.map(async (node) => {
      const { state } = await stateOfNode(before, node, false);
      return state === 'running' ? [node] : [];
    }),
  );
  return kept.flat();
}

async function removeOutdated(
  record: DeploymentRecord,
  nodes: readonly NodeRecord[],
  work: WorkContext,
): Promise<void> {
  await forEachConcurrently(nodes, endConcurrency, async (node) => {
    throwIfCancelled(work.signal);
    work.report({ type: 'node', node: node.name, state: 'stopping' });
    await endMachine(node.name, nodeFolder(record, node), 'graceful');
    await removeMachineFiles(nodeFolder(record, node));
    work.report({ type: 'node', node: node.name, state: 'removed' });
  });
}

interface Inventory {
  readonly wanted: readonly WantedNode[];
  readonly kept: readonly NodeRecord[];
  readonly before: DeploymentRecord | undefined;
}

/**
 * Writes the record, before anything new is started: whatever ends this process, what it leaves can be found. Ports are
 * chosen and noted by one process of the user at a time.
 */
async function noteDown(
  { folders }: MachineContext,
  build: MachineBuild,
  { target }: StartRequest,
  inventory: Inventory,
): Promise<DeploymentRecord> {
  const runFolder = await makeRunFolder(folders, identifierOf(target));
  const { lock } = await takePort(folders.locks, ['vm-ports'], portsPatienceMs);
  try {
    const ports = await assignPorts(folders, target, inventory.wanted, inventory.kept);
    const record = { ...describe(target, inventory, ports), composeInfo: build.path, runFolder };
    await writeRecord(folders, record);
    return record;
  } finally {
    await lock.release();
  }
}

function describe(
  target: Target,
  { wanted, kept, before }: Inventory,
  assigned: ReadonlyMap<number, NodePorts>,
): Omit<DeploymentRecord, 'composeInfo' | 'runFolder'> {
  const startedAt = Date.now();
  const keptById = new Map(kept.map((node) => [node.id, node]));
  return {
    version: 1,
    target,
    startedAt,
    accelerator: wanted[0]?.hardware.accelerator ?? 'tcg',
    // Kept nodes are in a network already.
    lan: before !== undefined && kept.length > 0 ? before.lan : chooseLan(identifierOf(target), startedAt),
    nodes: wanted.map((node): NodeRecord => {
      const { name, role, id, address, hardware, hash } = node;
      return (
        keptById.get(id) ?? {
          ...{ name, role, id, address, hash, ...portsOf(assigned, id) },
          ...{ memoryMib: hardware.memoryMib, cores: hardware.cores, hasSsh: node.build.hasSsh },
          ...{ coldReason: null, command: [] },
        }
      );
    }),
  };
}

/** Takes back what a start began. */
async function undo(
  { folders }: MachineContext,
  record: DeploymentRecord,
  begun: readonly WantedNode[],
  hasKept: boolean,
): Promise<void> {
  await forEachConcurrently(begun, endConcurrency, async (node) => {
    await endMachine(node.name, nodeFolder(record, node), 'forced');
    await removeMachineFiles(nodeFolder(record, node));
  });
  if (hasKept) return;
  await removeRecord(folders, record);
  await removeDeploymentFile(record.target);
}
