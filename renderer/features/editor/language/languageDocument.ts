/** What the text of one Nix file says, kept up with every keystroke. Needs no Nix. */
import type { CompositionOutline } from '#shared/nixLanguage/composition/outline.ts';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { type NixDocument, parseNix } from '#shared/nixLanguage/syntax/document.ts';
import type { SyntaxProblem } from '#shared/nixLanguage/syntax/problem.ts';

export interface LanguageDocument {
  /** Relative to the project. */
  readonly path: string;
  /** Counts up with each change of the text. */
  readonly version: number;
  /** The text and its tree. `parsed.lastGood` is the newest version without a mistake. */
  readonly parsed: NixDocument;
  /** Roles, services, edges: what the text says now, mistakes or not. */
  readonly outline: CompositionOutline;
  /** Syntax mistakes, in the order of the text. */
  readonly problems: readonly SyntaxProblem[];
}

export function readDocument(
  path: string,
  version: number,
  text: string,
  previous: LanguageDocument | null,
): LanguageDocument {
  const parsed = parseNix(text, previous?.parsed ?? null);
  const outline =
    previous !== null && previous.parsed === parsed ? previous.outline : readComposition(parsed);
  return { path, version, parsed, outline, problems: parsed.problems };
}
