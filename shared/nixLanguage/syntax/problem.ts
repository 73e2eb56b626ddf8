import type { Range } from '../text/range.ts';
import type { TextEdit } from '../text/textEdit.ts';

/** The mistakes that the parser tells apart. */
export const problemCodes = [
  'missing-semicolon',
  'comma-for-semicolon',
  'missing-equals',
  'colon-for-equals',
  'double-equals',
  'missing-value',
  'missing-name',
  'missing-separator',
  'missing-keyword',
  'not-a-comment',
  'missing-opener',
  'wrong-closer',
  'unclosed-bracket',
  'unclosed-string',
  'unclosed-comment',
  'single-quote',
  'stray-sign',
  'comma-in-list',
  'semicolon-in-list',
  'needs-parentheses',
  'reserved-word',
  'unexpected',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** One syntax mistake: where it is, what it is and what to do about it, in words for somebody new to Nix. */
export interface SyntaxProblem extends Range {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
  /** The edit that puts it right, when there is only one sensible one. */
  readonly fix: TextEdit | null;
}
