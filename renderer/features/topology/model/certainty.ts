/** Putting side by side what the text says now, what it said when Nix read it, and what Nix says. */
import type { Range } from '#shared/nixLanguage/text/range.ts';
import type { Certainty } from './topology.ts';

export interface Comparison<Written extends Range, Evaluated> {
  readonly written: readonly Written[];
  /** What the text said that Nix evaluated. */
  readonly earlier: readonly Written[];
  /** Null when Nix has not told anything of it. */
  readonly evaluated: readonly Evaluated[] | null;
  readonly writtenKey: (item: Written) => string;
  readonly evaluatedKey: (item: Evaluated) => string;
  /** Whether both say the same of an item that both have; they do unless this is given. */
  readonly agree?: (written: Written, evaluated: Evaluated) => boolean;
  /** Whether Nix does not list such items even when they are there, so that having read the text must do. */
  readonly isUnlisted?: (written: Written) => boolean;
  /** Whether an item still is as it was; it is unless this is given. */
  readonly isUnchanged?: (now: Written, earlier: Written) => boolean;
}

export interface Compared<Written, Evaluated> {
  readonly written: Written | null;
  readonly evaluated: Evaluated | null;
  readonly certainty: Certainty;
  readonly range: Range | null;
}

/**
 * Pairs items that have the same key. Those of the text come first, in its order, what only Nix knows comes after them.
 * An item that is there twice counts once.
 */
export function compare<Written extends Range, Evaluated>({
  written,
  earlier,
  evaluated,
  writtenKey,
  evaluatedKey,
  agree = () => true,
  isUnlisted = () => false,
  isUnchanged = () => true,
}: Comparison<Written, Evaluated>): Compared<Written, Evaluated>[] {
  const known = new Map((evaluated ?? []).map((item) => [evaluatedKey(item), item]));
  const before = new Map(earlier.map((item) => [writtenKey(item), item]));
  const now = new Map<string, Written>();
  for (const item of written) if (!now.has(writtenKey(item))) now.set(writtenKey(item), item);

  const fromText = [...now].map(([key, item]): Compared<Written, Evaluated> => {
    const other = known.get(key) ?? null;
    const was = before.get(key);
    const wasRead = evaluated !== null && was !== undefined && isUnchanged(item, was);
    const isConfirmed = other === null ? wasRead && isUnlisted(item) : agree(item, other);
    const certainty = isConfirmed ? 'confirmed' : 'text-only';
    return { written: item, evaluated: other, range: { start: item.start, end: item.end }, certainty };
  });
  const fromNix = [...known].flatMap(([key, item]): Compared<Written, Evaluated>[] => {
    if (now.has(key)) return [];
    // What never stood in the text is computed; what stood there is on its way out.
    const certainty = before.has(key) ? 'evaluated-only' : 'confirmed';
    return [{ written: null, evaluated: item, range: null, certainty }];
  });
  return [...fromText, ...fromNix];
}

/** Whether two lists hold the same, in whatever order. */
export function sameMembers<Member>(one: readonly Member[], other: readonly Member[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
