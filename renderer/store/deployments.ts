/** What is built and running of the open project: the engine's snapshot, kept up by its events. */
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode, Deployment, TargetStatus } from '#shared/contract/deployments.ts';
import { createSlice, type Slice } from './slice.ts';

export interface DeploymentsState {
  /** The project that the rest is about; `null` when none is open. */
  readonly directory: string | null;
  readonly targets: readonly TargetStatus[];
  /** Why the state could not be read; the rest is then what was known last. */
  readonly problem: unknown;
  /** Whether the first snapshot is there. */
  readonly known: boolean;
}

export type DeploymentsEvent =
  | { readonly type: 'followed'; readonly directory: string | null }
  | { readonly type: 'read'; readonly directory: string; readonly targets: readonly TargetStatus[] }
  | { readonly type: 'unreadable'; readonly problem: unknown }
  | { readonly type: 'changed'; readonly target: Target; readonly nodes: readonly DeployedNode[] };

export type DeploymentsSlice = Slice<DeploymentsState, DeploymentsEvent>;

export const noDeployments: DeploymentsState = { directory: null, targets: [], problem: null, known: false };

export const createDeploymentsSlice = (): DeploymentsSlice => createSlice(noDeployments, reduceDeployments);

export function reduceDeployments(state: DeploymentsState, event: DeploymentsEvent): DeploymentsState {
  switch (event.type) {
    case 'followed':
      return { ...noDeployments, directory: event.directory };
    case 'read':
      if (event.directory !== state.directory) return state;
      return { ...state, targets: event.targets, problem: null, known: true };
    case 'unreadable':
      return { ...state, problem: event.problem };
    case 'changed': {
      if (!fits(state, event.target)) return state;
      const targets = state.targets.map((status) =>
        isOf(status, event.target) && status.deployment !== null
          ? { ...status, deployment: { ...status.deployment, nodes: [...event.nodes] } }
          : status,
      );
      return { ...state, targets };
    }
  }
}

/**
 * Whether a change is about a deployment of the copy. If not, the snapshot must be taken again: also when the copy says
 * that the nodes are gone, as one that was read while somebody else began to start them does.
 */
export function fits(state: DeploymentsState, target: Target): boolean {
  return (
    state.directory === target.directory &&
    state.targets.some(
      (status) =>
        isOf(status, target) && status.deployment !== null && status.deployment.freshness !== 'lost',
    )
  );
}

export function statusOf(
  state: DeploymentsState,
  target: Pick<Target, 'composition' | 'flavour'>,
): TargetStatus | undefined {
  return state.targets.find((status) => isOf(status, target));
}

export function deploymentOf(
  state: DeploymentsState,
  target: Pick<Target, 'composition' | 'flavour'>,
): Deployment | null {
  return statusOf(state, target)?.deployment ?? null;
}

function isOf(status: TargetStatus, target: Pick<Target, 'composition' | 'flavour'>): boolean {
  return status.composition === target.composition && status.flavour === target.flavour;
}
