import type { NixDocument } from '../syntax/document.ts';
import { lineStart, startsLine } from '../text/indentation.ts';
import type { Range } from '../text/range.ts';

/** The comments that stand on lines of their own right above the line of `offset`, first to last. */
export function commentsAbove(document: NixDocument, offset: number): Range[] {
  const { text, comments } = document;
  const found: Range[] = [];
  let below = lineStart(text, offset);
  for (let index = lastBefore(comments, below); index >= 0; index--) {
    const comment = comments[index];
    if (comment === undefined || !startsLine(text, comment.start)) break;
    if (!/^(\r\n|\n|\r)$/.test(text.slice(comment.end, below).replaceAll(/[ \t]/g, ''))) break;
    found.unshift(comment);
    below = lineStart(text, comment.start);
  }
  return found;
}

/** What the comment just above `offset` says, without its signs; null when there is none. */
export function commentAbove(document: NixDocument, offset: number): string | null {
  const lines = commentsAbove(document, offset).flatMap((comment) => {
    const raw = document.slice(comment);
    if (raw.startsWith('#')) return [raw.replace(/^#+ ?/, '')];
    return raw
      .slice(2, raw.endsWith('*/') ? -2 : undefined)
      .split(/\r\n|\n|\r/)
      .map((line) => line.replace(/^\s*\* ?/, '').trim());
  });
  const text = lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  return text === '' ? null : text;
}

function lastBefore(comments: readonly Range[], offset: number): number {
  return comments.findLastIndex((comment) => comment.end <= offset);
}
