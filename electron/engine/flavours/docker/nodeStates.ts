/** From Docker's words for containers to states of nodes. Pure. */
import type { ContainerInfo } from 'dockerode';
import type { DeployedNode, Deployment, NodeState } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { label } from './identity.ts';
import { nodeOf } from './inventory.ts';

export interface StateContext {
  /** Whether somebody is starting or stopping this deployment now. */
  readonly busy: boolean;
  /** When containers ended, by identifier, in milliseconds since the epoch. */
  readonly endedAt: ReadonlyMap<string, number>;
  /** Containers that were cut off from the others. */
  readonly cut: ReadonlySet<string>;
}

/** A container as a node. */
export function describeNode(container: ContainerInfo, context: StateContext): DeployedNode {
  const name = nodeOf(container);
  const node = { name, role: roleOf(container), status: stateOf(container, name, context) };
  return context.cut.has(container.Id) ? { ...node, link: { connected: false } } : node;
}

function roleOf(container: ContainerInfo): string {
  // Another tool's container has no role label, but it is told its role or is named after it.
  return container.Labels[label.role] ?? nodeOf(container).replace(/\d+$/, '');
}

function stateOf(container: ContainerInfo, name: string, { busy, endedAt }: StateContext): NodeState {
  switch (container.State) {
    case 'running':
      return { state: 'running', address: addressOf(container), since: container.Created * 1000 };
    case 'paused':
      return { state: 'paused', address: addressOf(container) };
    case 'restarting':
      return { state: 'starting' };
    case 'removing':
      return { state: 'stopping' };
    case 'created':
      return busy ? { state: 'starting' } : { state: 'failed', error: neverStarted(name).toJSON() };
    // It has ended: “exited”, or “dead” if Docker cannot remove it.
    default:
      return {
        state: 'exited',
        exitCode: exitCodeOf(container),
        at: endedAt.get(container.Id) ?? container.Created * 1000,
      };
  }
}

function neverStarted(name: string): AppError {
  return new AppError(
    'node-failed',
    `Node “${name}” was created but never ran: its start was interrupted or failed.`,
    {
      hint: 'Start again: what runs is kept, the rest is replaced.',
      retryable: true,
      details: { node: name },
    },
  );
}

function addressOf(container: ContainerInfo): string | null {
  const networks = Object.values(container.NetworkSettings?.Networks ?? {});
  return networks.map(({ IPAddress }) => IPAddress ?? '').find((address) => address !== '') ?? null;
}

function exitCodeOf(container: ContainerInfo): number {
  return Number(/^Exited \((\d+)\)/.exec(container.Status)?.[1] ?? 255);
}

/** Ports of this machine that lead to nodes; one that is open for both address families counts once. */
export function publishedPorts(containers: readonly ContainerInfo[]): Deployment['publishedPorts'] {
  const ports = new Map<string, Deployment['publishedPorts'][number]>();
  for (const container of containers) {
    for (const { PublicPort, PrivatePort } of container.Ports) {
      if (PublicPort === undefined) continue;
      const node = nodeOf(container);
      ports.set(`${node} ${PublicPort} ${PrivatePort}`, {
        node,
        hostPort: PublicPort,
        nodePort: PrivatePort,
      });
    }
  }
  return [...ports.values()];
}
