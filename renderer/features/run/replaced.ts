/** What a start has changed: which nodes are new, and which were left running. */
import { list } from '#renderer/ui/words.ts';
import { type NodeProgressState, nodesAt } from './nodeProgress.ts';
import type { OutcomeOf } from './operations.ts';

/** In a sentence; `null` when every node is new or the start failed, because then there is nothing to tell apart. */
export function replacedWords({ end, job }: OutcomeOf<'start'>, progress: NodeProgressState): string | null {
  if (end.problem !== null) return null;
  const fresh = nodesAt(progress, job, 'running');
  const kept = end.result.nodes.map(({ name }) => name).filter((name) => !fresh.includes(name));
  if (kept.length === 0) return null;
  return fresh.length === 0
    ? 'Nothing had to be restarted: all nodes were up to date.'
    : `Started ${list(fresh)}; ${list(kept)} went on running.`;
}
