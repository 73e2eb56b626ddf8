/** How well a command or a file fits what was typed: the words people see count, in the order in which they read. */

/**
 * @param text what is read, e.g. a command's title
 * @param more further words by which it may be found, e.g. its category
 * @returns 0 when it does not fit, up to 1 for the best
 */
export function rank(text: string, more: readonly string[], typed: string): number {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  let total = 1;
  for (const word of wanted) {
    const best = Math.max(
      rankWord(text.toLowerCase(), word),
      ...more.map((other) => 0.5 * rankWord(other.toLowerCase(), word)),
    );
    if (best === 0) return 0;
    total = Math.min(total, best);
  }
  // Of two that fit alike the shorter one is likelier to be meant.
  return total - Math.min(text.length, 100) * 1e-4;
}

function rankWord(text: string, wanted: string): number {
  if (text.startsWith(wanted)) return 1;
  const at = text.indexOf(wanted);
  if (at > 0) return /[a-z0-9]/.test(text[at - 1] ?? '') ? 0.6 : 0.85;
  return initials(text).includes(wanted) ? 0.5 : fitsLoosely(text, wanted) ? 0.2 : 0;
}

const initials = (text: string): string => (text.match(/(?<![a-z0-9])[a-z0-9]/g) ?? []).join('');

/** Every letter in its order, as long as a letter or two were left out and not most of them. */
function fitsLoosely(text: string, wanted: string): boolean {
  if (wanted.length < 3) return false;
  let from = -1;
  let first = 0;
  for (const [index, letter] of [...wanted].entries()) {
    from = text.indexOf(letter, from + 1);
    if (from === -1) return false;
    if (index === 0) first = from;
  }
  return from - first < wanted.length * 2;
}
