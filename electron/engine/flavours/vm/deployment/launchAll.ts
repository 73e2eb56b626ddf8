/** Starting many nodes, as many at once as is good. */
import { createHash, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { type AppError, toAppError } from '#shared/errors.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { startFailure } from '../../startFailure.ts';
import { fitsPlaceholder, identityFile } from '../guest/identity.ts';
import type { QemuProgram } from '../machine/program.ts';
import type { NodeMachine } from '../machine/specification.ts';
import { macAddresses } from '../network/addresses.ts';
import { failureOfMachine } from '../state/failures.ts';
import { type DeploymentRecord, nodeFolder, writeRecord } from '../state/record.ts';
import type { Template } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { launchNode } from './launchNode.ts';
import type { WantedNode } from './plan.ts';
import type { Group } from './prepareGroups.ts';

/** Of the work of a launch only a part needs the processor. */
const launchesPerCore = 2;

export interface LaunchOrder {
  readonly record: DeploymentRecord;
  readonly groups: readonly Group[];
  readonly program: QemuProgram;
  /** The deployment's file, for the machines. */
  readonly deployment: string;
  readonly work: WorkContext;
}

/**
 * Starts nodes and waits until their services are up.
 *
 * @throws AppError for the nodes that do not run, when all others do; or at once what concerns them all
 */
export async function launchAll(context: MachineContext, order: LaunchOrder): Promise<void> {
  const { groups, work, record } = order;
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
  try {
    const all = groups.flatMap((group) => group.nodes.map((node) => ({ node, group })));
    await forEachConcurrently(all, limit, ({ node, group }) => begin(node, group));
  } finally {
    await Promise.allSettled(settling);
    const nodes = record.nodes.map((node) => ({ ...node, ...launched.get(node.id) }));
    await writeRecord(context.folders, { ...record, nodes }).catch(() => undefined);
  }
  await Promise.all(settling);
  throwIfCancelled(work.signal);
  if (failures.size > 0) throw startFailure(failures, record.nodes.length);
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
