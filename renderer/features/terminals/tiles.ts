/** Which nodes are tiled, and in how many columns. Pure. */
import type { DeployedNode } from '#shared/contract/deployments.ts';

/** More shells side by side could not be read. */
export const mostTiles = 24;

export interface Tiling {
  readonly nodes: readonly string[];
  /** Running nodes for which there is no room. */
  readonly left: number;
}

/**
 * Nodes keep their tiles while they exist, also when they have ended; running ones get a new tile at the end. One that
 * was put away comes back only when it is asked for.
 */
export function tile(
  before: readonly string[],
  nodes: readonly DeployedNode[],
  hidden: ReadonlySet<string>,
): Tiling {
  const existing = new Set(nodes.map(({ name }) => name));
  const kept = before.filter((name) => existing.has(name) && !hidden.has(name));
  const running = nodes
    .filter(({ name, status }) => status.state === 'running' && !kept.includes(name) && !hidden.has(name))
    .map(({ name }) => name);
  const all = [...kept, ...running];
  return { nodes: all.slice(0, mostTiles), left: Math.max(0, all.length - mostTiles) };
}

/** A terminal is read best when it is about so much wider than high. */
const goodProportion = 2;

/** Columns in which `count` tiles fill an area of so many pixels and come nearest to a good proportion. */
export function columnsFor(count: number, width: number, height: number): number {
  if (width <= 0 || height <= 0) return Math.max(1, Math.ceil(Math.sqrt(count)));
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const proportion = width / columns / (height / rows);
    const empty = columns * rows - count;
    const badness = Math.abs(Math.log(proportion / goodProportion)) + empty * 0.15;
    if (badness < least) {
      least = badness;
      best = columns;
    }
  }
  return best;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The tile that lies next to another one; the same one at an edge. */
export function tileBeside(index: number, direction: Direction, count: number, columns: number): number {
  const column = index % columns;
  switch (direction) {
    case 'left':
      return column === 0 ? index : index - 1;
    case 'right':
      return column === columns - 1 || index + 1 >= count ? index : index + 1;
    case 'up':
      return index - columns < 0 ? index : index - columns;
    case 'down': {
      const isInLastRow = Math.floor(index / columns) === Math.floor((count - 1) / columns);
      return isInLastRow ? index : Math.min(index + columns, count - 1);
    }
  }
}
