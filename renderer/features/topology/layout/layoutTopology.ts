import { arrangeAnew, arrangeAround } from './arrange.ts';
import { buildLadder } from './ladder.ts';
import { assignLayers } from './layers.ts';
import {
  boundsOf,
  type Direction,
  type Layout,
  type LayoutInput,
  type PlacedBox,
  scaleIn,
} from './layout.ts';
import { route } from './route.ts';
import { placeUnlinked } from './unlinked.ts';

/**
 * Places boxes and draws right-angled lines between them. With a previous layout an edit moves the least: boxes that
 * are still there keep their layer and their place in it unless a line or a bigger neighbour leaves no choice. Without
 * one the direction is chosen in which the picture can be shown larger.
 */
export function layoutTopology(input: LayoutInput, previous: Layout | null = null): Layout {
  if (previous !== null && input.boxes.some(({ id }) => previous.boxes.has(id))) {
    return layoutAlong(input, previous.direction, previous);
  }
  const right = layoutAlong(input, 'right', null);
  const down = layoutAlong(input, 'down', null);
  return scaleIn(down.bounds, input.room) > scaleIn(right.bounds, input.room) ? down : right;
}

function layoutAlong(
  { boxes, links, room }: LayoutInput,
  direction: Direction,
  previous: Layout | null,
): Layout {
  const before = previous?.boxes ?? new Map<string, PlacedBox>();
  const layering = assignLayers(
    boxes.map(({ id }) => id),
    links,
    new Map([...before].flatMap(([id, { layer }]) => (layer === null ? [] : [[id, layer] as const]))),
  );
  const ladder = buildLadder(boxes, layering, direction);
  const stays = new Map(previous?.passages);
  for (const [id, { x, y, layer }] of before)
    if (layer !== null) stays.set(id, direction === 'right' ? y : x);
  if (ladder.layers.flat().some(({ box, key }) => box !== null && stays.has(key)))
    arrangeAround(ladder, stays);
  else arrangeAnew(ladder);
  const { boxes: linked, links: lines } = route(
    ladder,
    direction,
    firstMain(ladder.layers, before, direction),
  );
  const taken = boundsOf(linked, lines);
  const unlinked = placeUnlinked(
    boxes.filter(({ id }) => !layering.layers.has(id)),
    { linked, taken, room, previous: before },
  );
  const placed = new Map([...linked, ...unlinked].map((box) => [box.id, box]));
  const passing = ladder.layers.flat().filter(({ box }) => box === null);
  const passages = new Map(passing.map(({ key, cross }) => [key, cross]));
  return { direction, boxes: placed, links: lines, passages, bounds: boundsOf(placed.values(), lines) };
}

/** Where the first layer begins: where it was. */
function firstMain(
  [first]: readonly (readonly { readonly key: string }[])[],
  before: ReadonlyMap<string, PlacedBox>,
  direction: Direction,
): number {
  const box = first?.map(({ key }) => before.get(key)).find((known) => known?.layer === 0);
  if (box === undefined) return 0;
  return direction === 'right' ? box.x : box.y;
}
