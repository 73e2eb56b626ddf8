/** The layers with everything in them: boxes, and the places where long lines pass. */

import { append, type DirectedLink, type Layering } from './layers.ts';
import type { Box, Direction } from './layout.ts';

/** Something that takes up room in a layer. */
export interface Rung {
  readonly key: string;
  /** Null where only a line passes. */
  readonly box: Box | null;
  readonly layer: number;
  /** Size along the main axis and along the cross axis. */
  readonly extent: number;
  readonly breadth: number;
  /** Start on the cross axis. */
  cross: number;
}

/** One stretch of a line, from a layer to the next. */
export interface Stretch {
  readonly directed: DirectedLink;
  readonly lower: Rung;
  readonly upper: Rung;
}

export interface Ladder {
  /** By layer, in their order along the cross axis. */
  readonly layers: Rung[][];
  readonly stretches: readonly Stretch[];
  readonly lowerOf: ReadonlyMap<Rung, readonly Rung[]>;
  readonly upperOf: ReadonlyMap<Rung, readonly Rung[]>;
}

/** Space that a passing line takes in a layer. */
const passage = 8;

export function buildLadder(boxes: readonly Box[], layering: Layering, direction: Direction): Ladder {
  const layers: Rung[][] = [];
  const byBox = new Map<string, Rung>();
  const add = (rung: Rung): Rung => {
    layers[rung.layer] ??= [];
    layers[rung.layer]?.push(rung);
    return rung;
  };
  for (const box of boxes) {
    const layer = layering.layers.get(box.id);
    if (layer === undefined) continue;
    const [extent, breadth] = direction === 'right' ? [box.width, box.height] : [box.height, box.width];
    byBox.set(box.id, add({ key: box.id, box, layer, extent, breadth, cross: 0 }));
  }
  const stretches: Stretch[] = [];
  for (const directed of layering.links) {
    const first = byBox.get(directed.lower);
    const last = byBox.get(directed.upper);
    if (first === undefined || last === undefined) continue;
    let lower = first;
    for (let layer = first.layer + 1; layer < last.layer; layer++) {
      const key = `${directed.link.id} ${layer}`;
      const passing = add({ key, box: null, layer, extent: 0, breadth: passage, cross: 0 });
      stretches.push({ directed, lower, upper: passing });
      lower = passing;
    }
    stretches.push({ directed, lower, upper: last });
  }
  const lowerOf = new Map<Rung, Rung[]>();
  const upperOf = new Map<Rung, Rung[]>();
  for (const { lower, upper } of stretches) {
    append(lowerOf, upper, lower);
    append(upperOf, lower, upper);
  }
  return { layers, stretches, lowerOf, upperOf };
}

export const middleOf = (rung: Rung): number => rung.cross + rung.breadth / 2;

export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
