/** What to draw while a text has a mistake. */
import type { CompositionOutline } from '#shared/nixLanguage/composition/outline.ts';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import type { NixDocument } from '#shared/nixLanguage/syntax/document.ts';

export interface ReadText {
  readonly text: NixDocument;
  readonly outline: CompositionOutline;
}

const outlines = new WeakMap<NixDocument, CompositionOutline>();

/**
 * What the text says now; but while a mistake hides roles (a string that is not closed swallows all that follows), what
 * it said before that mistake. A picture that falls apart while a quote is typed helps nobody.
 */
export function steadyOutline({
  parsed,
  outline,
}: {
  readonly parsed: NixDocument;
  readonly outline: CompositionOutline;
}): ReadText {
  outlines.set(parsed, outline);
  const { lastGood } = parsed;
  if (lastGood === null || lastGood === parsed) return { text: parsed, outline };
  const good = outlines.get(lastGood) ?? readComposition(lastGood);
  outlines.set(lastGood, good);
  const names = new Set(outline.roles.map(({ name }) => name));
  const isWhole = good.roles.every(({ name }) => names.has(name));
  return isWhole ? { text: parsed, outline } : { text: lastGood, outline: good };
}
