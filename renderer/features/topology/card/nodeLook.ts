/** How a node's state looks: a colour, a mark and a word. */
import { nodeWord } from '#renderer/features/run/nodeWords.ts';
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { TopologyNode } from '../model/topology.ts';

export interface NodeLook {
  readonly state: StateName;
  readonly word: string;
}

/** What a node is in, or what it waits for. */
export function nodeLook({ status, pending, link }: TopologyNode): NodeLook {
  if (status.state !== 'absent') return nodeWord(status, link);
  return { state: 'absent', word: pending === 'start' ? 'Not started yet' : 'Not running' };
}

export interface Summary {
  readonly state: StateName;
  /** What needs attention most, e.g. “1 of 5 failed”. */
  readonly words: string;
  /** All of it, e.g. “1 failed, 4 running”. */
  readonly details: string;
}

/** From what needs attention most to what needs none. */
const order: readonly StateName[] = ['failed', 'stale', 'working', 'running', 'absent'];

/** Whether nothing of these nodes was started, nor would be more. */
export function areIdle(nodes: readonly TopologyNode[]): boolean {
  return nodes.every(({ status, pending }) => status.state === 'absent' && pending === null);
}

/** Nodes in one line; null when there are none. */
export function summarize(nodes: readonly TopologyNode[]): Summary | null {
  const looks = nodes.map(nodeLook);
  const groups = order.flatMap((state) => {
    const same = looks.filter((look) => look.state === state);
    return same.length === 0 ? [] : [{ state, count: same.length, word: commonWord(state, same) }];
  });
  const [first] = groups;
  if (first === undefined) return null;
  const { state, count, word } = first;
  const isAll = count === nodes.length;
  return {
    state,
    words:
      isAll && (count === 1 || areIdle(nodes))
        ? word
        : `${count}${isAll ? '' : ` of ${nodes.length}`} ${word}`,
    details: groups.map((group) => `${group.count} ${group.word}`).join(', '),
  };
}

/** The word of all, if they have one; what they have in common otherwise. */
function commonWord(state: StateName, looks: readonly NodeLook[]): string {
  if (state === 'failed') return 'failed';
  const words = new Set(looks.map(({ word }) => word.toLowerCase()));
  const [only] = words;
  if (words.size === 1 && only !== undefined) return only;
  return state === 'stale' ? 'paused, ended or cut off' : 'changing';
}

/** The state of several nodes where there is room for one: what needs attention most. */
export function worstState(nodes: readonly TopologyNode[]): StateName {
  const states = new Set(nodes.map((node) => nodeLook(node).state));
  return order.find((state) => states.has(state)) ?? 'absent';
}

/** A mark of 12 by 12 pixels: what can be told apart without colours. */
export interface Mark {
  /** Outline of the whole; dashed when nothing is there. */
  readonly ring: boolean;
  readonly dashed: boolean;
  /** An SVG path that is filled. */
  readonly fill: string | null;
  /** An SVG path drawn over it in the colour of the surface. */
  readonly sign: string | null;
}

const disc = 'M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10Z';

export const marks: Readonly<Record<StateName, Mark>> = {
  absent: { ring: true, dashed: true, fill: null, sign: null },
  working: { ring: true, dashed: false, fill: 'M6 1.5a4.5 4.5 0 0 1 0 9Z', sign: null },
  running: { ring: false, dashed: false, fill: disc, sign: null },
  stale: { ring: false, dashed: false, fill: 'M6 .8L11.6 11H.4Z', sign: 'M6 4.4v3.1M6 9v.4' },
  failed: { ring: false, dashed: false, fill: disc, sign: 'M4 4l4 4M8 4l-4 4' },
};
