/** What an explanation is: the shape of the texts, and what is found for a place. */
import type { Range } from '#shared/nixLanguage/text/range.ts';

export interface ExplanationText {
  /** What it is called, as people say it. */
  readonly title: string;
  /** What it means and what it is good for, for somebody who meets it for the first time. Two to four sentences. */
  readonly text: string;
  readonly example: string;
  /** The example for a project on nixpkgs, where the other one holds for the tiny base only. */
  readonly nixosExample?: string;
  /** What the example is written in; Nix when left out. */
  readonly language?: 'nix' | 'python';
  /** A page in the program's own `docs/`, or an address of the language's manual. */
  readonly docs: string;
}

/** Something that the project's base can be asked about. */
export type Subject =
  | { readonly kind: 'option'; readonly path: readonly string[] }
  | { readonly kind: 'package'; readonly path: readonly string[] };

export interface Explanation extends ExplanationText {
  readonly key: string;
  /** What is explained, in the text. */
  readonly range: Range;
  /** What it is in this very place, e.g. the whole path of an option, or a node's role. */
  readonly here: string | null;
  /** What more can be asked about; `null` for what explains itself. */
  readonly subject: Subject | null;
}
