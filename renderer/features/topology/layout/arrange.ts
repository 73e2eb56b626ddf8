/** The order of the boxes in each layer, and where they stand along the cross axis. */
import { type Ladder, mean, middleOf, type Rung } from './ladder.ts';
import { boxGap } from './layout.ts';
import { spread } from './spread.ts';

/** Where things of the last layout begin along the cross axis, by their keys. */
export type PreviousCross = ReadonlyMap<string, number>;

/** Everything snaps to this grid. */
const grid = 4;

const sweeps = 8;

/** Arranges everything anew: few crossings first, then short and straight lines. */
export function arrangeAnew(ladder: Ladder): void {
  reduceCrossings(ladder);
  for (const layer of ladder.layers) stack(layer);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForth = sweep % 2 === 0;
    const layers = isForth ? ladder.layers : ladder.layers.toReversed();
    for (const layer of layers) pull(layer, isForth ? ladder.lowerOf : ladder.upperOf);
  }
  for (const layer of ladder.layers) pull(layer, both(ladder));
  snap(ladder);
  const least = Math.min(...ladder.layers.flat().map(({ cross }) => cross));
  for (const rung of ladder.layers.flat()) rung.cross -= least;
}

/** Leaves boxes where they are and finds room for new ones near what they are linked with. */
export function arrangeAround(ladder: Ladder, previous: PreviousCross): void {
  const known = new Set<Rung>();
  for (const rung of ladder.layers.flat()) {
    const before = previous.get(rung.key);
    if (before === undefined) continue;
    rung.cross = before;
    known.add(rung);
  }
  let last = Math.max(0, ...[...known].map(({ cross, breadth }) => cross + breadth));
  // Along a chain of new ones, each finds its place from the one before.
  for (const layers of [ladder.layers, ladder.layers.toReversed()]) {
    for (const rung of layers.flat()) {
      if (known.has(rung)) continue;
      const middle = mean(
        neighbours(ladder, rung)
          .filter((other) => known.has(other))
          .map(middleOf),
      );
      if (middle === null) continue;
      rung.cross = middle - rung.breadth / 2;
      known.add(rung);
    }
  }
  for (const rung of ladder.layers.flat()) {
    if (known.has(rung)) continue;
    rung.cross = last + boxGap;
    last = rung.cross + rung.breadth;
  }
  for (const layer of ladder.layers) {
    layer.sort((one, other) => middleOf(one) - middleOf(other));
    place(layer, (rung) => ({
      start: rung.cross,
      // Whoever was there stays; the new ones make way.
      weight: previous.has(rung.key) ? 1e6 : rung.box === null ? 1e-3 : 1,
    }));
  }
  snap(ladder);
}

function reduceCrossings(ladder: Ladder): void {
  let best = ladder.layers.map((layer) => [...layer]);
  let fewest = countCrossings(ladder);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const isForth = sweep % 2 === 0;
    const layers = isForth ? ladder.layers : ladder.layers.toReversed();
    for (const layer of layers) sortByNeighbours(ladder, layer, isForth ? ladder.lowerOf : ladder.upperOf);
    const crossings = countCrossings(ladder);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = ladder.layers.map((layer) => [...layer]);
  }
  for (const [index, layer] of best.entries()) ladder.layers[index] = layer;
}

function sortByNeighbours(
  ladder: Ladder,
  layer: Rung[],
  neighboursOf: ReadonlyMap<Rung, readonly Rung[]>,
): void {
  const positions = new Map(ladder.layers.flatMap((rungs) => rungs.map((rung, index) => [rung, index])));
  const weights = new Map(
    layer.map((rung, index) => [
      rung,
      mean((neighboursOf.get(rung) ?? []).map((other) => positions.get(other) ?? 0)) ?? index,
    ]),
  );
  layer.sort((one, other) => (weights.get(one) ?? 0) - (weights.get(other) ?? 0));
}

/** How many pairs of lines between neighbouring layers cross. */
function countCrossings({ layers, stretches }: Ladder): number {
  const positions = new Map(layers.flatMap((rungs) => rungs.map((rung, index) => [rung, index])));
  const gaps = new Map<number, (readonly [number, number])[]>();
  for (const { lower, upper } of stretches) {
    const pair = [positions.get(lower) ?? 0, positions.get(upper) ?? 0] as const;
    const gap = gaps.get(lower.layer);
    if (gap === undefined) gaps.set(lower.layer, [pair]);
    else gap.push(pair);
  }
  let crossings = 0;
  for (const [index, gap] of gaps) {
    const ends = gap.toSorted((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, end]) => end);
    crossings += countInversions(ends, layers[index + 1]?.length ?? 0);
  }
  return crossings;
}

/** Pairs that stand in the wrong order; counted with a tree of sums, since a hub can have hundreds of lines. */
function countInversions(ends: readonly number[], size: number): number {
  const sums = new Array<number>(size + 1).fill(0);
  let inversions = 0;
  for (const [seen, end] of ends.entries()) {
    let notAfter = 0;
    for (let at = end + 1; at > 0; at -= at & -at) notAfter += sums[at] ?? 0;
    inversions += seen - notAfter;
    for (let at = end + 1; at <= size; at += at & -at) sums[at] = (sums[at] ?? 0) + 1;
  }
  return inversions;
}

/** One after the other, the whole layer in the middle. */
function stack(layer: readonly Rung[]): void {
  let cross = 0;
  for (const rung of layer) {
    rung.cross = cross;
    cross += rung.breadth + boxGap;
  }
  for (const rung of layer) rung.cross -= (cross - boxGap) / 2;
}

/** Moves the boxes of a layer towards those that they are linked with. */
function pull(layer: readonly Rung[], neighboursOf: ReadonlyMap<Rung, readonly Rung[]>): void {
  place(layer, (rung) => {
    const middle = mean((neighboursOf.get(rung) ?? []).map(middleOf));
    return middle === null
      ? { start: rung.cross, weight: 0.1 }
      : { start: middle - rung.breadth / 2, weight: 1 };
  });
}

function place(layer: readonly Rung[], wish: (rung: Rung) => { start: number; weight: number }): void {
  const starts = spread(
    layer.map((rung) => ({ size: rung.breadth, ...wish(rung) })),
    boxGap,
  );
  for (const [index, rung] of layer.entries()) rung.cross = starts[index] ?? rung.cross;
}

function snap({ layers }: Ladder): void {
  // Adding 0 makes 0 of -0.
  for (const rung of layers.flat()) rung.cross = Math.round(rung.cross / grid) * grid + 0;
}

function neighbours({ lowerOf, upperOf }: Ladder, rung: Rung): Rung[] {
  return [...(lowerOf.get(rung) ?? []), ...(upperOf.get(rung) ?? [])];
}

function both(ladder: Ladder): ReadonlyMap<Rung, readonly Rung[]> {
  return new Map(ladder.layers.flat().map((rung) => [rung, neighbours(ladder, rung)]));
}
