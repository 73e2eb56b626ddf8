/** Hundreds of nodes as a strip of cells: each stands for some of them and shows what needs attention most. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { TopologyNode } from '../model/topology.ts';
import { worstState } from './nodeLook.ts';

export interface StripCell {
  readonly x: number;
  readonly width: number;
  readonly state: StateName;
  readonly nodes: readonly TopologyNode[];
}

const leastCell = 4;
const gap = 1;

/** @param width of the strip in pixels */
export function stripCells(nodes: readonly TopologyNode[], width: number): StripCell[] {
  const count = Math.min(nodes.length, Math.floor((width + gap) / (leastCell + gap)));
  const pitch = (width + gap) / count;
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * nodes.length) / count);
    const until = Math.floor(((index + 1) * nodes.length) / count);
    const inCell = nodes.slice(from, until);
    const x = Math.round(index * pitch);
    return { x, width: Math.round((index + 1) * pitch) - gap - x, state: worstState(inCell), nodes: inCell };
  });
}
