/**
 * Names with a text in them, whatever its case: first those that are it, then those that begin with it, then those
 * with it inside, then those with its letters in their order.
 */
export function searchNames(
  names: readonly string[],
  text: string,
  limit: number,
): { names: string[]; truncated: boolean } {
  const wanted = text.toLowerCase();
  const ranked: string[][] = [[], [], [], []];
  for (const name of names) {
    const rank = rankOf(name.toLowerCase(), wanted);
    if (rank !== null) ranked[rank]?.push(name);
  }
  // The shorter a name, the more of it is what was typed.
  const found = ranked.flatMap((some) => (wanted === '' ? some : some.toSorted(byLength)));
  return { names: found.slice(0, limit), truncated: found.length > limit };
}

const byLength = (one: string, other: string): number => one.length - other.length;

function rankOf(name: string, wanted: string): number | null {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return null;
  }
  return 3;
}
