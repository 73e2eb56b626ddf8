/** Which layer each box stands in. */
import type { Link } from './layout.ts';

/** A link with the box that stands in an earlier layer and the one in a later layer. */
export interface DirectedLink {
  readonly link: Link;
  readonly lower: string;
  readonly upper: string;
  /** Whether it runs against the layers, because it closes a circle. */
  readonly isReversed: boolean;
}

export interface Layering {
  /** By box; only boxes with links. No layer is empty. */
  readonly layers: ReadonlyMap<string, number>;
  readonly links: readonly DirectedLink[];
}

/**
 * Gives each linked box a layer. One that had a layer keeps it as long as it still stands further on than all that it
 * needs; the others get the first layer that will do.
 *
 * @param previous the layers of the last layout
 */
export function assignLayers(
  boxes: readonly string[],
  links: readonly Link[],
  previous: ReadonlyMap<string, number>,
): Layering {
  const directed = directLinks(links, previous);
  const needs = new Map<string, string[]>();
  const neededBy = new Map<string, string[]>();
  for (const { lower, upper } of directed) {
    append(needs, upper, lower);
    append(neededBy, lower, upper);
  }
  const layers = new Map<string, number>();
  for (const box of fromNeededOn(boxes, needs)) {
    if (!needs.has(box) && !neededBy.has(box)) continue;
    const below = (needs.get(box) ?? []).map((lower) => layers.get(lower) ?? 0);
    const required = Math.max(-1, ...below) + 1;
    layers.set(box, Math.max(required, previous.get(box) ?? 0));
  }
  // What needs nothing stands right before the first that needs it: its lines are short then.
  for (const [box, uppers] of neededBy) {
    if (needs.has(box) || previous.has(box)) continue;
    layers.set(box, Math.max(0, Math.min(...uppers.map((upper) => layers.get(upper) ?? 1)) - 1));
  }
  return { layers: withoutGaps(layers), links: directed };
}

/** Turns those links around that would close a circle; links that fit the last layout are not turned for others. */
function directLinks(links: readonly Link[], previous: ReadonlyMap<string, number>): DirectedLink[] {
  const fits = ({ from, to }: Link): boolean =>
    (previous.get(from) ?? Number.NaN) > (previous.get(to) ?? Number.NaN);
  const needs = new Map<string, string[]>();
  const reversed = new Set<string>();
  for (const link of [...links.filter(fits), ...links.filter((link) => !fits(link))]) {
    if (reaches(needs, link.to, link.from)) {
      reversed.add(link.id);
      append(needs, link.to, link.from);
    } else append(needs, link.from, link.to);
  }
  return links.map((link) => {
    const isReversed = reversed.has(link.id);
    return {
      link,
      isReversed,
      lower: isReversed ? link.from : link.to,
      upper: isReversed ? link.to : link.from,
    };
  });
}

function reaches(needs: ReadonlyMap<string, readonly string[]>, start: string, goal: string): boolean {
  const waiting = [start];
  const seen = new Set(waiting);
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    if (box === goal) return true;
    for (const next of needs.get(box) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return false;
}

/** Each box after all that it needs. There are no circles. */
function fromNeededOn(boxes: readonly string[], needs: ReadonlyMap<string, readonly string[]>): string[] {
  const sorted = new Set<string>();
  for (const box of boxes) {
    const open = [box];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const missing = (needs.get(top) ?? []).find((lower) => !sorted.has(lower));
      if (missing !== undefined) open.push(missing);
      else {
        sorted.add(top);
        open.pop();
      }
    }
  }
  return [...sorted];
}

function withoutGaps(layers: ReadonlyMap<string, number>): Map<string, number> {
  const used = [...new Set(layers.values())].sort((one, other) => one - other);
  const index = new Map(used.map((layer, position) => [layer, position]));
  return new Map([...layers].map(([box, layer]) => [box, index.get(layer) ?? 0]));
}

export function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
