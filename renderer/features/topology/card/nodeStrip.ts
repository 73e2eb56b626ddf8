/** Hundreds of nodes as a strip of cells: each stands for some of them and shows what needs attention most. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { TopologyNode } from '../model/topology.ts';
import { worstState } from './nodeLook.ts';

export interface StripPart {
  readonly state: StateName;
  /** All cells of this state as one SVG path: few things to draw, however many nodes there are. */
  readonly path: string;
}

const leastCell = 4;
const gap = 1;

/** @param width of the strip in pixels */
export function stripParts(nodes: readonly TopologyNode[], width: number, height: number): StripPart[] {
  const count = Math.min(nodes.length, Math.floor((width + gap) / (leastCell + gap)));
  const pitch = (width + gap) / count;
  const paths = new Map<StateName, string>();
  for (let index = 0; index < count; index++) {
    const from = Math.floor((index * nodes.length) / count);
    const until = Math.floor(((index + 1) * nodes.length) / count);
    const state = worstState(nodes.slice(from, until));
    const left = Math.round(index * pitch);
    const right = Math.round((index + 1) * pitch) - gap;
    paths.set(state, `${paths.get(state) ?? ''}M${left} 0H${right}V${height}H${left}Z`);
  }
  return [...paths].map(([state, path]) => ({ state, path }));
}
