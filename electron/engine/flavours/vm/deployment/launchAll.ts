/** Starting many nodes: each role's template first, then its nodes from it, as many at once as is good. */
import { createHash, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type AppError, toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { startFailure } from '../../startFailure.ts';
import type { MachineBuild } from '../build.ts';
import { fitsPlaceholder, identityFile } from '../guest/identity.ts';
import type { QemuProgram } from '../machine/program.ts';
import type { NodeMachine } from '../machine/specification.ts';
import { macAddresses } from '../network/addresses.ts';
import { failureOfMachine } from '../state/failures.ts';
import { type DeploymentRecord, nodeFolder, writeRecord } from '../state/record.ts';
import { ensureTemplate, removeTemplates, type Template } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { launchNode } from './launchNode.ts';
import { coldReason, type WantedNode } from './plan.ts';

/** Of the work of a launch only a part needs the processor. */
const launchesPerCore = 2;

export interface LaunchOrder {
  readonly build: MachineBuild;
  readonly record: DeploymentRecord;
  readonly missing: readonly WantedNode[];
  readonly program: QemuProgram;
  /** The deployment's file, for the machines. */
  readonly deployment: string;
  readonly work: WorkContext;
}

/** How the nodes of one machine and role come to run. */
interface Group {
  readonly nodes: readonly WantedNode[];
  readonly template: Template | null;
  /** Why there is no template. */
  readonly coldReason: string | null;
}

/**
 * Starts nodes and waits until their services are up.
 *
 * @throws AppError for the nodes that do not run, when all others do; or at once what concerns them all
 */
export async function launchAll(context: MachineContext, order: LaunchOrder): Promise<void> {
  const { missing, work, record } = order;
  if (missing.length === 0) return;
  const failures = new Map<string, AppError>();
  const settling: Promise<void>[] = [];
  const launched = new Map<number, Pick<DeploymentRecord['nodes'][number], 'coldReason' | 'command'>>();

  async function begin(node: WantedNode, group: Group): Promise<void> {
    throwIfCancelled(work.signal);
    work.report({ type: 'node', node: node.name, state: 'starting' });
    const identity = identityOf(order, node);
    // Too much to be told to a restored machine can be told to one that boots.
    const template = fitsPlaceholder(identity) ? group.template : null;
    const machine = machineOf(order, node, template);
    try {
      const { ready, command } = await launchNode({
        machine,
        identity,
        template,
        program: order.program,
        environment: context.environment,
        signal: work.signal,
      });
      const coldReason =
        template === group.template ? group.coldReason : 'there is too much to be told to it';
      launched.set(node.id, { coldReason, command: [...command] });
      // The next node is begun meanwhile. Awaited below; until then a failure must not count as unhandled.
      const settled = ready.then(
        () => work.report({ type: 'node', node: node.name, state: 'running' }),
        (error: unknown) => fail(node, error),
      );
      settled.catch(() => undefined);
      settling.push(settled);
    } catch (error) {
      await fail(node, error, machine.folder);
    }
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

  const limit = Math.max(2, launchesPerCore * availableParallelism());
  const groups = groupByMachine(missing);
  try {
    // A role whose template is there need not wait for one that is still being made.
    await forEachConcurrently(groups, availableParallelism(), async (nodes) => {
      const group = await prepareGroup(context, order, nodes);
      await forEachConcurrently(nodes, limit, (node) => begin(node, group));
    });
  } finally {
    await Promise.allSettled(settling);
    const nodes = record.nodes.map((node) => ({ ...node, ...launched.get(node.id) }));
    await writeRecord(context.folders, { ...record, nodes }).catch(() => undefined);
  }
  await Promise.all(settling);
  throwIfCancelled(work.signal);
  if (failures.size > 0) throw startFailure(failures, record.nodes.length);
}

function groupByMachine(nodes: readonly WantedNode[]): WantedNode[][] {
  const groups = new Map<string, WantedNode[]>();
  for (const node of nodes) {
    const key = `${JSON.stringify(node.hardware)} ${node.build.init}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()];
}

async function prepareGroup(
  context: MachineContext,
  { build, program, work }: LaunchOrder,
  nodes: readonly WantedNode[],
): Promise<Group> {
  const [first] = nodes;
  if (first === undefined) throw new RangeError('a group without nodes');
  const reason = coldReason(first.build, first.hardware);
  if (reason !== null) {
    work.report({ type: 'log', line: `Nodes of the role “${first.role}” boot: ${reason}.` });
    return { nodes, template: null, coldReason: reason };
  }
  try {
    await removeTemplates(context.folders);
    const template = await ensureTemplate(context.folders, {
      hardware: first.hardware,
      init: first.build.init,
      composeInfo: build.path,
      program,
      environment: context.environment,
      signal: work.signal,
      onMaking: () =>
        work.report({ type: 'step', title: `Booting the role ${first.role} once, for all its nodes` }),
    });
    return { nodes, template, coldReason: null };
  } catch (thrown) {
    throwIfCancelled(work.signal);
    const reason = toAppError(thrown).message;
    work.report({
      type: 'warning',
      message: `No snapshot of the role “${first.role}” could be made, its nodes boot one by one: ${reason}`,
    });
    return { nodes, template: null, coldReason: reason };
  }
}

function machineOf({ record }: LaunchOrder, node: WantedNode, template: Template | null): NodeMachine {
  const macs = macAddresses(node.id);
  const noted = record.nodes.find(({ id }) => id === node.id);
  return {
    kind: 'node',
    name: node.name,
    hardware: node.hardware,
    folder: nodeFolder(record, node),
    memoryFile: template?.memoryFile ?? null,
    lan: record.lan,
    macAddress: macs.lan,
    managementMacAddress: macs.management,
    forwards: noted === undefined ? [] : [noted.ssh, ...noted.published],
  };
}

function identityOf({ record, deployment }: LaunchOrder, node: WantedNode): string {
  const macs = macAddresses(node.id);
  const { composition, directory, flavour } = record.target;
  return identityFile({
    hostName: node.name,
    role: node.role,
    composition,
    id: node.id,
    address: node.address,
    macAddress: macs.lan,
    managementMacAddress: macs.management,
    // The same node keeps it from start to start, as a real machine does.
    machineId: createHash('sha256')
      .update([directory, composition, flavour, node.name].join('\0'))
      .digest('hex')
      .slice(0, 32),
    seed: randomBytes(32).toString('hex'),
    hosts: record.nodes,
    deployment: JSON.stringify(JSON.parse(deployment)),
    authorizedKeys: '',
    hostKey: '',
  });
}
