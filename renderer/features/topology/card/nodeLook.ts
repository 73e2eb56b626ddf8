/** How a node's state looks: a colour, a mark and a word. */
import { nodeWord } from '#renderer/features/run/nodeWords.ts';
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { TopologyNode } from '../model/topology.ts';

export interface NodeLook {
  readonly state: StateName;
  readonly word: string;
}

/** What a node is in, or what it waits for. */
export function nodeLook({ status, pending }: TopologyNode): NodeLook {
  if (status.state !== 'absent') return nodeWord(status);
  return { state: 'absent', word: pending === 'start' ? 'Not started yet' : 'Not running' };
}

export interface Summary {
  readonly state: StateName;
  readonly words: string;
}

/** From what needs attention most to what needs none. */
const order: readonly StateName[] = ['failed', 'stale', 'working', 'running', 'absent'];
const words: Readonly<Record<StateName, string>> = {
  failed: 'failed',
  stale: 'paused or ended',
  working: 'on the way',
  running: 'running',
  absent: 'not running',
};

/** Nodes in one line, e.g. “1 failed, 3 running”; null when there is nothing to tell because nothing was started. */
export function summarize(nodes: readonly TopologyNode[]): Summary | null {
  const counts = new Map<StateName, number>();
  for (const node of nodes) {
    const { state } = nodeLook(node);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const present = order.filter((state) => counts.has(state));
  const [first] = present;
  if (first === undefined || (first === 'absent' && nodes.every(({ pending }) => pending === null)))
    return null;
  return {
    state: first,
    words: present.map((state) => `${counts.get(state)} ${words[state]}`).join(', '),
  };
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
