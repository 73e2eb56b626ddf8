/** A node's state as icon and word. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { DeployedNode, NodeState } from '#shared/contract/deployments.ts';

type NodeLink = NonNullable<DeployedNode['link']>;

export interface NodeWord {
  readonly state: StateName;
  readonly word: string;
}

/** @param link what is changed about its cable */
export function nodeWord(status: NodeState, link?: NodeLink): NodeWord {
  const fault = link === undefined ? null : linkWord(link);
  const { state, word } = stateWord(status);
  if (fault === null || !hasCable.has(status.state)) return { state, word };
  // What runs but is cut off needs attention; that it runs goes without saying then.
  return status.state === 'running'
    ? { state: 'stale', word: fault }
    : { state, word: `${word}, ${fault.toLowerCase()}` };
}

const hasCable: ReadonlySet<NodeState['state']> = new Set(['starting', 'running', 'paused', 'failed']);

function linkWord({ connected, shape }: NodeLink): string | null {
  if (!connected) return 'Link cut';
  if (shape === undefined) return null;
  const faults = [
    shape.delayMs > 0 && `${shape.delayMs} ms late`,
    shape.lossPercent > 0 && `${shape.lossPercent} % lost`,
  ].filter((part) => part !== false);
  return faults.length === 0 ? null : `Link: ${faults.join(', ')}`;
}

function stateWord(status: NodeState): NodeWord {
  switch (status.state) {
    case 'absent':
      return { state: 'absent', word: 'Not there' };
    case 'starting':
      return { state: 'working', word: 'Starting' };
    case 'running':
      return { state: 'running', word: 'Running' };
    case 'paused':
      return { state: 'stale', word: 'Paused' };
    case 'stopping':
      return { state: 'working', word: 'Stopping' };
    case 'exited':
      return status.exitCode === 0
        ? { state: 'stale', word: 'Ended' }
        : { state: 'failed', word: `Ended (exit code ${status.exitCode})` };
    case 'failed':
      return { state: 'failed', word: 'Failed' };
  }
}

export function addressOf(status: NodeState): string | null {
  return 'address' in status ? status.address : null;
}
