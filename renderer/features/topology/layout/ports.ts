/** Where lines meet the sides of boxes. */
import { type Ladder, mean, middleOf, type Rung, type Stretch } from './ladder.ts';
import { append } from './layers.ts';
import type { Direction } from './layout.ts';
import { spreadWithin } from './spread.ts';

/** Lines that leave the same place of a box: those that bring the same thing to it, or one alone. */
export interface Trunk {
  /** Place along the cross axis where it meets the earlier layer. */
  readonly start: number;
  readonly stretches: readonly { readonly stretch: Stretch; readonly end: number }[];
  /** Size of its label, if any, along the main axis. */
  readonly labelExtent: number;
}

/** Distance of lines from the corners of a box, and from each other. */
const corner = 12;
const lineGap = 16;
const labelGap = 8;

/** The lines between one layer and the next. @param stretches those of this gap */
export function findTrunks(stretches: readonly Stretch[], direction: Direction): Trunk[] {
  const groups = new Map<Rung, Map<string, Stretch[]>>();
  for (const stretch of stretches) {
    const ofLower = groups.get(stretch.lower) ?? new Map<string, Stretch[]>();
    groups.set(stretch.lower, ofLower);
    append(ofLower, trunkKey(stretch), stretch);
  }
  const starts = new Map<readonly Stretch[], number>();
  for (const [lower, ofLower] of groups) {
    const trunks = [...ofLower.values()].map((all) => ({
      all,
      wish: mean(all.map(({ upper }) => middleOf(upper))) ?? middleOf(lower),
      size: Math.max(lineGap, ...all.map((stretch) => labelSize(stretch, direction).breadth + labelGap)),
    }));
    trunks.sort((one, other) => one.wish - other.wish);
    const middles = placeOn(lower, trunks);
    for (const [index, { all }] of trunks.entries()) starts.set(all, middles[index] ?? middleOf(lower));
  }
  const ends = placeEnds([...starts]);
  return [...starts].map(([all, start]) => ({
    start,
    stretches: all.map((stretch) => ({ stretch, end: ends.get(stretch) ?? start })),
    labelExtent: Math.max(...all.map((stretch) => labelSize(stretch, direction).extent)),
  }));
}

/** The other ends want to be straight ahead of the starts. */
function placeEnds(trunks: readonly (readonly [readonly Stretch[], number])[]): Map<Stretch, number> {
  const byUpper = new Map<Rung, { stretch: Stretch; wish: number; size: number }[]>();
  for (const [all, start] of trunks) {
    for (const stretch of all) append(byUpper, stretch.upper, { stretch, wish: start, size: lineGap });
  }
  const ends = new Map<Stretch, number>();
  for (const [upper, wanted] of byUpper) {
    wanted.sort((one, other) => one.wish - other.wish);
    const middles = placeOn(upper, wanted);
    for (const [index, { stretch }] of wanted.entries()) ends.set(stretch, middles[index] ?? middleOf(upper));
  }
  return ends;
}

function placeOn(rung: Rung, wishes: readonly { readonly wish: number; readonly size: number }[]): number[] {
  if (rung.box === null) return wishes.map(() => middleOf(rung));
  const least = rung.cross + corner;
  const most = rung.cross + rung.breadth - corner;
  return spreadWithin(
    wishes.map(({ wish, size }) => ({
      size,
      start: Math.min(most, Math.max(least, wish)) - size / 2,
      weight: 1,
    })),
    // A label may stand out over the corner; the line may not.
    least - lineGap / 2,
    most + lineGap / 2,
  ).map((middle) => Math.round(Math.min(most, Math.max(least, middle))));
}

/** A line that ends at the earlier box joins others with its label; one that begins there or passes is alone. */
function trunkKey({ directed: { link, isReversed }, lower }: Stretch): string {
  const joins = lower.box !== null && !isReversed;
  return joins ? `to ${link.label?.text ?? ''}` : `own ${link.id}`;
}

/** A label stands where the line meets the box of the earlier layer. */
export function labelSize(
  { directed: { link }, lower }: Stretch,
  direction: Direction,
): { readonly extent: number; readonly breadth: number } {
  if (link.label === null || lower.box === null) return { extent: 0, breadth: 0 };
  const { width, height } = link.label;
  return direction === 'right' ? { extent: width, breadth: height } : { extent: height, breadth: width };
}

/** The stretches by the layer that they begin in. */
export function stretchesByGap({ stretches, layers }: Ladder): Stretch[][] {
  const gaps: Stretch[][] = layers.map(() => []);
  for (const stretch of stretches) gaps[stretch.lower.layer]?.push(stretch);
  return gaps;
}
