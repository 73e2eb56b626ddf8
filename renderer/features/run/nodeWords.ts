/** A node's state as icon and word. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { NodeState } from '#shared/contract/deployments.ts';

export interface NodeWord {
  readonly state: StateName;
  readonly word: string;
}

export function nodeWord(status: NodeState): NodeWord {
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
