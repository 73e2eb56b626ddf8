/** Writing a new `name = value;` into a set, the way its neighbours are written. */

import { commentsAbove } from '../composition/comments.ts';
import type { NixDocument } from '../syntax/document.ts';
import type { AttributeSet } from '../syntax/tree.ts';
import { leadingBlanks, lineBreakOf, lineEnd, skipBlanks, startsLine } from '../text/indentation.ts';
import type { Range } from '../text/range.ts';
import type { TextEdit } from '../text/textEdit.ts';

/**
 * The edit that adds a binding at the end of a set. Lines after the first are indented as far as the binding's own
 * line is, on top of what they bring.
 */
export function insertBinding(document: NixDocument, set: AttributeSet, binding: string): TextEdit {
  const last = set.bindings.at(-1);
  return last === undefined ? intoEmpty(document, set, binding) : insertAfter(document, last, binding, set);
}

/** The edit that adds a binding right after another one, on its line if the whole set stands on one line. */
export function insertAfter(
  document: NixDocument,
  neighbour: Range,
  binding: string,
  set: AttributeSet | null,
): TextEdit {
  const { text } = document;
  const isOnOneLine = set !== null && lineEnd(text, set.open) >= set.end;
  if (isOnOneLine || !startsLine(text, neighbour.start)) {
    return { offset: neighbour.end, length: 0, text: ` ${binding}` };
  }
  const lineBreak = lineBreakOf(text);
  const blanks = leadingBlanks(text, neighbour.start);
  const gap = isSetApart(document, neighbour) ? lineBreak : '';
  const offset = afterComment(document, neighbour.end);
  return { offset, length: 0, text: gap + lineBreak + indented(binding, blanks, lineBreak) };
}

function intoEmpty(document: NixDocument, set: AttributeSet, binding: string): TextEdit {
  const { text } = document;
  const lineBreak = lineBreakOf(text);
  const outer = leadingBlanks(text, set.open);
  const inner = outer + (outer.includes('\t') ? '\t' : '  ');
  const close = set.closed ? set.end - 1 : set.end;
  // What is in an empty set are blanks or comments; a comment keeps its place.
  const hasComment = document.comments.some(({ start, end }) => start > set.open && end <= close);
  if (hasComment && startsLine(text, close)) {
    const offset = close - leadingBlanks(text, close).length;
    return { offset, length: 0, text: indented(binding, inner, lineBreak) + lineBreak };
  }
  const offset = hasComment ? close : set.open + 1;
  const written = lineBreak + indented(binding, inner, lineBreak) + lineBreak + outer;
  return { offset, length: close - offset, text: written };
}

/** Whether a blank line stands above a binding and the comment that belongs to it: then one belongs below it too. */
export function isSetApart(document: NixDocument, binding: Range): boolean {
  const first = commentsAbove(document, binding.start)[0]?.start ?? binding.start;
  const above = document.text.slice(0, first).replaceAll('\r\n', '\n');
  return /\n[ \t]*\n[ \t]*$/.test(above);
}

/** Offset after a comment that follows on the same line, or `offset` when there is none. */
export function afterComment(document: NixDocument, offset: number): number {
  const start = skipBlanks(document.text, offset);
  const comment = document.comments.find((candidate) => candidate.start === start);
  if (comment === undefined || comment.end > lineEnd(document.text, offset)) return offset;
  return comment.end;
}

function indented(binding: string, blanks: string, lineBreak: string): string {
  return binding
    .split('\n')
    .map((line) => (line === '' ? line : blanks + line))
    .join(lineBreak);
}
