/** Boxes without lines stand in rows below the others, or in columns beside them. */
import {
  type Bounds,
  type Box,
  boundsOf,
  boxGap,
  type LayoutInput,
  type PlacedBox,
  scaleIn,
} from './layout.ts';

interface Surroundings {
  readonly linked: readonly PlacedBox[];
  /** What the linked boxes and their lines take up. */
  readonly taken: Bounds;
  readonly room: LayoutInput['room'];
  /** Where boxes were; they stay there if nothing else is. */
  readonly previous: ReadonlyMap<string, PlacedBox>;
}

/** Where there is room; new boxes go where the whole can be shown larger. */
export function placeUnlinked(boxes: readonly Box[], around: Surroundings): PlacedBox[] {
  const below = placeOn('below', boxes, around);
  const beside = placeOn('beside', boxes, around);
  const scale = (placed: readonly PlacedBox[]): number =>
    scaleIn(boundsOf([...placed, ...around.linked], []), around.room);
  return scale(beside) > scale(below) ? beside : below;
}

function placeOn(
  side: 'below' | 'beside',
  boxes: readonly Box[],
  { linked, taken, room, previous }: Surroundings,
): PlacedBox[] {
  const placed: PlacedBox[] = [];
  const isFree = (box: PlacedBox): boolean =>
    !(linked.length > 0 && meets(box, taken)) && !placed.some((other) => meets(box, other));
  const waiting: Box[] = [];
  for (const box of boxes) {
    const before = previous.get(box.id);
    const same = before === undefined ? null : { ...box, x: before.x, y: before.y, layer: null };
    if (same !== null && isFree(same)) placed.push(same);
    else waiting.push(box);
  }
  // Along a row of boxes below, along a column of boxes beside.
  const [along, across] = side === 'below' ? (['width', 'height'] as const) : (['height', 'width'] as const);
  const cell = Math.max(0, ...boxes.map((box) => box[along])) + boxGap;
  const inLine = Math.max(
    1,
    Math.floor((Math.max(lineLength(boxes, room, along), taken[along]) + boxGap) / cell),
  );
  let line = linked.length === 0 ? 0 : taken[across] + 2 * boxGap;
  while (waiting.length > 0) {
    let thickness = 0;
    for (let index = 0; index < inLine && waiting.length > 0; index++) {
      const [next] = waiting;
      if (next === undefined) break;
      const [x, y] = side === 'below' ? [index * cell, line] : [line, index * cell];
      const box = { ...next, x: taken.x + x, y: taken.y + y, layer: null };
      if (isFree(box)) {
        placed.push(box);
        waiting.shift();
      }
      thickness = Math.max(thickness, next[across]);
    }
    line += thickness + boxGap;
  }
  const order = new Map(boxes.map(({ id }, index) => [id, index]));
  return placed.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
}

/** As long as the room, or what gives many boxes the room's shape. */
function lineLength(boxes: readonly Box[], room: LayoutInput['room'], along: 'width' | 'height'): number {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + boxGap) * (height + boxGap), 0);
  const shape = room.width / Math.max(1, room.height);
  return Math.max(room[along], Math.sqrt(along === 'width' ? area * shape : area / shape));
}

/** Whether two are nearer to each other than boxes may be. */
function meets(one: Bounds, other: Bounds): boolean {
  return (
    one.x < other.x + other.width + boxGap &&
    other.x < one.x + one.width + boxGap &&
    one.y < other.y + other.height + boxGap &&
    other.y < one.y + one.height + boxGap
  );
}
