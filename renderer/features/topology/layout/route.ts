/** The lines between boxes that have their places across the layers: how wide the gaps are, and where lines turn. */
import type { Ladder, Rung, Stretch } from './ladder.ts';
import { assignLanes } from './lanes.ts';
import type { Direction, PlacedBox, PlacedLink, Point } from './layout.ts';
import { findTrunks, stretchesByGap } from './ports.ts';

/** Space for the tip of an arrow and the rest of the line at the end of a box. */
const tip = 16;
const laneWidth = 12;
/** A gap without labels, and the steps in which labels widen it: a longer word should not move everything. */
const leastGap = 56;
const gapStep = 16;

interface Bend {
  readonly lane: number | null;
  readonly start: number;
  readonly end: number;
  /** Main position of the label's middle; null when it has none here, or shares that of another line. */
  readonly label: number | null;
}

export interface Routed {
  readonly boxes: readonly PlacedBox[];
  readonly links: readonly PlacedLink[];
}

export function route(ladder: Ladder, direction: Direction, mainStart: number): Routed {
  const bends = new Map<Stretch, Bend>();
  const starts: number[] = [];
  let main = mainStart;
  for (const [layer, stretches] of stretchesByGap(ladder).entries()) {
    starts.push(main);
    const end = main + Math.max(0, ...(ladder.layers[layer] ?? []).map(({ extent }) => extent));
    main = end + bendGap(stretches, direction, end, bends);
  }
  const boxes = ladder.layers.flatMap((rungs, layer) =>
    rungs.flatMap((rung) => {
      if (rung.box === null) return [];
      return [{ ...rung.box, ...point(direction, starts[layer] ?? 0, rung.cross), layer }];
    }),
  );
  const byLink = new Map<string, Stretch[]>();
  for (const stretch of ladder.stretches) {
    const known = byLink.get(stretch.directed.link.id);
    if (known === undefined) byLink.set(stretch.directed.link.id, [stretch]);
    else known.push(stretch);
  }
  const links = [...byLink].map(([id, stretches]) => drawLink(id, stretches, bends, starts, direction));
  return { boxes, links };
}

/** Decides where the lines of a gap turn; returns how wide it is. @param begin where it begins on the main axis */
function bendGap(
  stretches: readonly Stretch[],
  direction: Direction,
  begin: number,
  bends: Map<Stretch, Bend>,
): number {
  if (stretches.length === 0) return leastGap;
  const trunks = findTrunks(stretches, direction);
  const { laneOf, count } = assignLanes(trunks);
  const labels = Math.max(0, ...trunks.map(({ labelExtent }) => labelExtent));
  const labelled = tip + Math.ceil(labels / gapStep) * gapStep + (labels > 0 ? 8 : 0);
  const gap = Math.max(leastGap, labelled + Math.max(1, count) * laneWidth + tip);
  // Lanes stand in the middle of what the labels leave.
  const first = begin + labelled + (gap - labelled - tip - Math.max(0, count - 1) * laneWidth) / 2;
  for (const trunk of trunks) {
    const lane = laneOf.get(trunk);
    for (const [index, { stretch, end }] of trunk.stretches.entries()) {
      const hasLabel = index === 0 && trunk.labelExtent > 0;
      bends.set(stretch, {
        lane: lane === undefined ? null : first + lane * laneWidth,
        start: trunk.start,
        end,
        label: hasLabel ? begin + (labelled + tip / 2) / 2 : null,
      });
    }
  }
  return gap;
}

function drawLink(
  id: string,
  stretches: readonly Stretch[],
  bends: ReadonlyMap<Stretch, Bend>,
  starts: readonly number[],
  direction: Direction,
): PlacedLink {
  const corners: Point[] = [];
  let label: Point | null = null;
  let isReversed = false;
  const add = (main: number, cross: number): void => {
    corners.push(point(direction, main, cross));
  };
  for (const stretch of stretches) {
    const bend = bends.get(stretch);
    if (bend === undefined) continue;
    const { lower, upper, directed } = stretch;
    isReversed = directed.isReversed;
    if (lower.box !== null) add(farSide(lower, starts), bend.start);
    if (bend.lane !== null) {
      add(bend.lane, bend.start);
      add(bend.lane, bend.end);
    }
    if (upper.box !== null) add(starts[upper.layer] ?? 0, bend.end);
    if (bend.label !== null) label = point(direction, bend.label, bend.start);
  }
  const points = withoutStraightCorners(corners);
  // Lines are drawn from who needs, which stands in the later layer unless they close a circle.
  return { id, points: isReversed ? points : points.toReversed(), label };
}

const farSide = (rung: Rung, starts: readonly number[]): number => (starts[rung.layer] ?? 0) + rung.extent;

const point = (direction: Direction, main: number, cross: number): Point =>
  direction === 'right' ? { x: main, y: cross } : { x: cross, y: main };

function withoutStraightCorners(corners: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const corner of corners) {
    const [before, last] = [kept.at(-2), kept.at(-1)];
    if (last !== undefined && last.x === corner.x && last.y === corner.y) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === corner.x) || (before.y === last.y && last.y === corner.y));
    if (isStraight) kept.pop();
    kept.push(corner);
  }
  return kept;
}
