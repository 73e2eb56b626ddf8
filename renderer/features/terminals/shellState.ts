/** What a shell is doing, in which words, and when it comes back by itself. Pure. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import type { SerializedError } from '#shared/errors.ts';

/** `nodeSince` says which run of the node it was (milliseconds since the epoch); `null` when that was not known. */
export type ShellState =
  | { readonly phase: 'opening' }
  | { readonly phase: 'open' }
  | { readonly phase: 'ended'; readonly exitCode: number | null; readonly nodeSince: number | null }
  /** It could not be opened. */
  | { readonly phase: 'failed'; readonly error: SerializedError; readonly nodeSince: number | null }
  /** The connection to the engine is lost; the shell goes on. */
  | { readonly phase: 'detached' };

/** Exit codes of a shell that went down with its node: killed, hung up on, terminated; unknown when nothing is left. */
const endsWithNode: ReadonlySet<number | null> = new Set([null, 129, 137, 143]);

/** Since when a node runs; `null` when it does not, or nobody knows. */
export function runningSince(nodes: readonly DeployedNode[], name: string): number | null {
  const status = nodes.find((node) => node.name === name)?.status;
  return status?.state === 'running' ? status.since : null;
}

/**
 * Whether a new shell shall be opened without being asked for: the old one went down with its node, or never came up,
 * and the node runs anew. A shell that the user left stays away.
 *
 * @param wasDown whether the node was seen not to run since the shell ended; a container that is started again is as
 *   old as before
 */
export function comesBack(state: ShellState, since: number | null, wasDown: boolean): boolean {
  if (since === null) return false;
  switch (state.phase) {
    case 'ended':
      return endsWithNode.has(state.exitCode) && (wasDown || since !== state.nodeSince);
    case 'failed':
      return wasDown || since !== state.nodeSince;
    default:
      return false;
  }
}

export function isOver(state: ShellState): boolean {
  return state.phase === 'ended' || state.phase === 'failed';
}

export interface ShellWords {
  readonly state: StateName;
  /** One or two words. */
  readonly word: string;
  /** What to say under the terminal, if anything. */
  readonly sentence: string | null;
}

/** @param isNodeRunning whether the node could take a new shell */
export function shellWords(
  state: ShellState,
  node: string,
  isNodeRunning: boolean,
  opens: 'shell' | 'console' = 'shell',
): ShellWords {
  switch (state.phase) {
    case 'opening':
      return { state: 'working', word: 'Opening', sentence: null };
    case 'open':
      return { state: 'running', word: 'Open', sentence: null };
    case 'detached':
      return {
        state: 'stale',
        word: 'Not connected',
        sentence: `The connection to the engine is lost. The ${opens} goes on, and nothing it writes is lost.`,
      };
    case 'failed':
      return { state: 'failed', word: 'Not opened', sentence: state.error.message };
    case 'ended': {
      const code = state.exitCode;
      const word = code === null ? 'Ended' : `Ended, exit code ${code}`;
      const isQuiet = code === 0 || !isNodeRunning;
      const cause = endsWithNode.has(code) && !isNodeRunning ? `${node} does not run any more` : null;
      return {
        state: isQuiet ? 'absent' : 'failed',
        word,
        sentence:
          cause === null
            ? `The ${opens} has ended${code === null ? '' : ` with exit code ${code}`}.`
            : `${cause}, and its ${opens} has ended. A new one opens when the node runs again.`,
      };
    }
  }
}

/** The title of a tab: the node, and what its shell does unless that is the usual. */
export function tabTitle(label: string, state: ShellState): string {
  switch (state.phase) {
    case 'open':
      return label;
    case 'opening':
      return `${label} (opening)`;
    case 'detached':
      return `${label} (not connected)`;
    case 'failed':
      return `${label} (not opened)`;
    case 'ended':
      return state.exitCode === null ? `${label} (ended)` : `${label} (exit ${state.exitCode})`;
  }
}
