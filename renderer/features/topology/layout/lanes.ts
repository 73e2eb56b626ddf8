/** Side by side: the places in the gap between two layers where lines run along the layers. */
import type { Trunk } from './ports.ts';

/** Lines that run along the layers keep this distance. */
const clearance = 8;

interface Run {
  readonly trunk: Trunk;
  readonly least: number;
  readonly most: number;
}

/** Above this many lines in one gap nobody can follow a single one: then they are only kept apart. */
const orderedRuns = 60;

export interface Lanes {
  /** Counted from the earlier layer on; null for a line that goes straight on. */
  readonly laneOf: ReadonlyMap<Trunk, number>;
  readonly count: number;
}

/** Gives each trunk that has to turn a lane, so that no two lie on each other and few cross. */
export function assignLanes(trunks: readonly Trunk[]): Lanes {
  const runs = trunks.flatMap((trunk): Run[] => {
    const places = [trunk.start, ...trunk.stretches.map(({ end }) => end)];
    const [least, most] = [Math.min(...places), Math.max(...places)];
    return most === least ? [] : [{ trunk, least, most }];
  });
  const laneOf = new Map<Trunk, number>();
  const placed: { readonly run: Run; readonly lane: number }[] = [];
  let count = 0;
  for (const run of inOrder(runs)) {
    const inTheWay = placed.filter(({ run: other }) => overlap(run, other));
    const lane = Math.max(-1, ...inTheWay.map((other) => other.lane)) + 1;
    placed.push({ run, lane });
    laneOf.set(run.trunk, lane);
    count = Math.max(count, lane + 1);
  }
  return { laneOf, count };
}

/** Puts each run where it crosses least among those before it. */
function inOrder(runs: readonly Run[]): readonly Run[] {
  const sorted = runs.toSorted((one, other) => one.least - other.least || one.most - other.most);
  if (sorted.length > orderedRuns) return sorted;
  const order: Run[] = [];
  for (const run of sorted) {
    let best = order.length;
    let fewest = Infinity;
    for (let position = order.length; position >= 0; position--) {
      let crossings = 0;
      for (const [index, other] of order.entries()) {
        crossings += index < position ? crossingsOf(other, run) : crossingsOf(run, other);
      }
      if (crossings < fewest) {
        fewest = crossings;
        best = position;
      }
    }
    order.splice(best, 0, run);
  }
  return order;
}

/** How often two cross when the first is nearer to the earlier layer. */
function crossingsOf(nearer: Run, further: Run): number {
  const outgoing = nearer.trunk.stretches.filter(({ end }) => isWithin(end, further)).length;
  return outgoing + (isWithin(further.trunk.start, nearer) ? 1 : 0);
}

const isWithin = (place: number, { least, most }: Run): boolean => place > least && place < most;

const overlap = (one: Run, other: Run): boolean =>
  one.least < other.most + clearance && other.least < one.most + clearance;
