/** Boxes without lines stand in rows below the others. */
import { type Bounds, type Box, boxGap, type PlacedBox } from './layout.ts';

/** @param width what the rows may take @param previous where boxes were; they stay there if nothing else is */
export function placeUnlinked(
  boxes: readonly Box[],
  linked: readonly PlacedBox[],
  taken: Bounds,
  width: number,
  previous: ReadonlyMap<string, PlacedBox>,
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
  const order = new Map(boxes.map(({ id }, index) => [id, index]));
  const cell = Math.max(0, ...boxes.map((box) => box.width)) + boxGap;
  const columns = Math.max(1, Math.floor((Math.max(width, taken.width) + boxGap) / cell));
  let row = linked.length === 0 ? taken.y : taken.y + taken.height + 2 * boxGap;
  while (waiting.length > 0) {
    let height = 0;
    for (let column = 0; column < columns && waiting.length > 0; column++) {
      const [next] = waiting;
      if (next === undefined) break;
      const box = { ...next, x: taken.x + column * cell, y: row, layer: null };
      if (isFree(box)) {
        placed.push(box);
        waiting.shift();
      }
      height = Math.max(height, next.height);
    }
    row += height + boxGap;
  }
  return placed.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
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
