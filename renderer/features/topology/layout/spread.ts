/** Putting things on a line: each as near as can be to where it wants to be, without overlap. */

export interface Wish {
  readonly size: number;
  /** Where it wants to begin. */
  readonly start: number;
  /** How much it matters, above zero. */
  readonly weight: number;
}

/**
 * The starts of things that keep their order and at least `gap` between them, so that the weighted squares of how far
 * each is from its wish are least. Exact, in linear time: neighbours in each other's way are moved as one.
 */
export function spread(wishes: readonly Wish[], gap: number): number[] {
  const blocks: { weight: number; sum: number; count: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const { size, start, weight } of wishes) {
    offsets.push(offset);
    let block = { weight, sum: weight * (start - offset), count: 1 };
    for (let last = blocks.at(-1); last && isBefore(block, last); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        weight: block.weight + last.weight,
        sum: block.sum + last.sum,
        count: block.count + last.count,
      };
    }
    blocks.push(block);
    offset += size + gap;
  }
  const starts: number[] = [];
  for (const { weight, sum, count } of blocks) {
    for (let each = 0; each < count; each++) starts.push(sum / weight + (offsets[starts.length] ?? 0));
  }
  return starts;
}

const isBefore = (
  one: { readonly weight: number; readonly sum: number },
  other: { readonly weight: number; readonly sum: number },
): boolean => one.sum / one.weight < other.sum / other.weight;

/**
 * The same inside of a stretch from `least` to `most`: sizes shrink evenly when there is no room for all. Returns the
 * middles.
 */
export function spreadWithin(wishes: readonly Wish[], least: number, most: number): number[] {
  const needed = wishes.reduce((sum, { size }) => sum + size, 0);
  const room = Math.max(0, most - least);
  const share = needed > room ? room / needed : 1;
  const sized = wishes.map(({ size, start, weight }) => ({
    size: size * share,
    start: start + (size * (1 - share)) / 2,
    weight,
  }));
  const starts = spread(sized, 0);
  let end = least;
  const middles = starts.map((start, index) => {
    const size = sized[index]?.size ?? 0;
    const at = Math.max(start, end);
    end = at + size;
    return at + size / 2;
  });
  let limit = most;
  for (let index = middles.length - 1; index >= 0; index--) {
    const size = sized[index]?.size ?? 0;
    const middle = Math.min(middles[index] ?? 0, limit - size / 2);
    middles[index] = middle;
    limit = middle - size / 2;
  }
  return middles;
}
