/** Starting many nodes, as many at once as is good. */
import { availableParallelism } from 'node:os';
import { type AppError, toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { startFailure } from '../../startFailure.ts';
import type { MachineBuild } from '../build.ts';
import type { QemuProgram } from '../machine/program.ts';
import type { Forward, MemoryPlace, NodeMachine } from '../machine/specification.ts';
import { macAddresses } from '../network/addresses.ts';
import { failureOfMachine } from '../state/failures.ts';
import { type DeploymentRecord, nodeFolder, writeRecord } from '../state/record.ts';
import { sweepTemplates } from '../templates/sweepTemplates.ts';
import { ensureTemplate, type Template } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { writeDeploymentFile } from './deploymentFile.ts';
import { holdPorts } from './heldPorts.ts';
import { type LaunchedNode, launchNode, type NodeLaunch } from './launchNode.ts';
import { type IdentityWriter, prepareIdentities } from './nodeIdentity.ts';
import { createPlaces } from './places.ts';
import type { WantedNode } from './plan.ts';
import type { Group } from './prepareGroups.ts';

/** Of the work of a launch only a part needs the processor. */
const launchesPerCore = 2;

export interface LaunchOrder {
  readonly record: DeploymentRecord;
  readonly groups: readonly Group[];
  readonly program: QemuProgram;
  readonly build: MachineBuild;
  readonly identities: IdentityWriter;
  readonly work: WorkContext;
}

interface Launch {
  readonly node: WantedNode;
  readonly template: Template | null;
  /** Why it boots. */
  readonly reason: string | null;
}

/**
 * Starts nodes and waits until their services are up.
 *
 * @returns the record of what runs then
 * @throws AppError for the nodes that do not run, when all others do; or at once what concerns them all
 */
export async function launchAll(context: MachineContext, order: LaunchOrder): Promise<DeploymentRecord> {
  const { groups, work, record, program } = order;
  const places = createPlaces(context, record);
  const failures = new Map<string, AppError>();
  const settling: Promise<void>[] = [];
  const launched = new Map<number, Pick<DeploymentRecord['nodes'][number], 'coldReason' | 'command'>>();
  const held = await holdPorts(groups.flatMap(({ nodes }) => nodes.flatMap(({ id }) => places.portsOf(id))));
  const limit = Math.max(2, launchesPerCore * availableParallelism());

  async function begin({ node, template, reason }: Launch, capture?: NodeLaunch['capture']): Promise<void> {
    throwIfCancelled(work.signal);
    work.report({ type: 'node', node: node.name, state: 'starting' });
    const memory: MemoryPlace =
      template !== null ? { template: template.memoryFile } : capture === undefined ? 'own' : 'copyable';
    try {
      const { ready, command } = await places.retry(node, async (forwards) => {
        await held.release(places.portsOf(node.id));
        return launchNode({
          machine: machineOf(record, node, memory, forwards),
          identity: order.identities.identityOf(node),
          stateFile: template?.stateFile ?? null,
          capture: capture ?? null,
          program,
          environment: context.environment,
          signal: work.signal,
        });
      });
      launched.set(node.id, { coldReason: reason, command: [...command] });
      settle(node, ready);
    } catch (error) {
      await fail(node, error, nodeFolder(record, node));
    }
  }

  /** The next node is begun meanwhile. */
  function settle(node: WantedNode, ready: LaunchedNode['ready']): void {
    const settled = ready.then(
      () => work.report({ type: 'node', node: node.name, state: 'running' }),
      (error: unknown) => fail(node, error),
    );
    // Awaited at the end; until then a failure must not count as unhandled.
    settled.catch(() => undefined);
    settling.push(settled);
  }

  async function fail(node: WantedNode, thrown: unknown, folder?: string): Promise<void> {
    const error = toAppError(thrown);
    if (error.code === 'cancelled' || error.code === 'disk-full' || error.code === 'missing-program')
      throw error;
    work.report({ type: 'node', node: node.name, state: 'failed' });
    failures.set(
      node.name,
      (folder === undefined ? undefined : await failureOfMachine(node.name, folder)) ?? error,
    );
  }

  /** Boots the first node of a group and makes the template of it. @returns what is left to launch */
  async function beginFirst(group: Group): Promise<Launch[]> {
    if (group.kind !== 'first') return launchesOf(group);
    const [first, ...others] = group.nodes;
    if (first === undefined) return [];
    let isBegun = false;
    try {
      const template = await ensureTemplate(context.folders, {
        key: group.key,
        hardware: first.hardware,
        composeInfo: record.composeInfo,
        signal: work.signal,
        async make(files) {
          isBegun = true;
          work.report({ type: 'step', title: `Booting the role ${first.role} once, for all its nodes` });
          const captured = Promise.withResolvers<void>();
          captured.promise.catch(() => undefined);
          await begin({ node: first, template: null, reason: null }, { files, settle: captured });
          // One that failed before has been told of; there is no template then.
          captured.reject(failures.get(first.name));
          await captured.promise;
        },
      });
      // Another process may have made it meanwhile.
      return (isBegun ? others : group.nodes).map((node) => ({ node, template, reason: null }));
    } catch (thrown) {
      throwIfCancelled(work.signal);
      const reason = toAppError(thrown).message;
      const rest = isBegun ? others : group.nodes;
      if (!failures.has(first.name)) {
        work.report({
          type: 'warning',
          message: `No snapshot of the role “${first.role}” could be made, its nodes boot one by one: ${reason}`,
        });
      }
      return rest.map((node) => ({ node, template: null, reason }));
    }
  }

  let final = record;
  try {
    const rest: Launch[] = [];
    await forEachConcurrently(groups, limit, async (group) => {
      rest.push(...(await beginFirst(group)));
    });
    await forEachConcurrently(rest, limit, (launch) => begin(launch));
  } finally {
    await held.releaseAll();
    await Promise.allSettled(settling);
    final = { ...record, nodes: places.nodes().map((node) => ({ ...node, ...launched.get(node.id) })) };
    await writeRecord(context.folders, final).catch(() => undefined);
    if (places.haveMoved()) await tellPlaces(context, order.build, final).catch(() => undefined);
  }
  await Promise.all(settling);
  throwIfCancelled(work.signal);
  // The others had to wait for nothing; what is too much now is removed.
  if (groups.some(({ kind }) => kind === 'first')) await sweepTemplates(context.folders);
  if (failures.size > 0) throw startFailure(failures, record.nodes.length);
  return final;
}

/** For other programs: nodes that run already have no use for each other's ports of this machine. */
async function tellPlaces(
  context: MachineContext,
  build: MachineBuild,
  record: DeploymentRecord,
): Promise<void> {
  const { deployment } = await prepareIdentities(context, build, record);
  await writeDeploymentFile(record.target, deployment);
}

function launchesOf(group: Exclude<Group, { kind: 'first' }>): Launch[] {
  const [template, reason] = group.kind === 'restored' ? [group.template, null] : [null, group.reason];
  return group.nodes.map((node) => ({ node, template, reason }));
}

function machineOf(
  record: DeploymentRecord,
  node: WantedNode,
  memory: MemoryPlace,
  forwards: readonly Forward[],
): NodeMachine {
  const macs = macAddresses(node.id);
  return {
    kind: 'node',
    name: node.name,
    hardware: node.hardware,
    folder: nodeFolder(record, node),
    memory,
    lan: record.lan,
    macAddress: macs.lan,
    managementMacAddress: macs.management,
    forwards,
  };
}
