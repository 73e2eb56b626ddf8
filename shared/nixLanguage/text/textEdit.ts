import { AppError } from '../../errors.ts';

/** Replaces `length` units at `offset` by `text`. What editors and undo stacks take as it is. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * The text after all edits, which all speak of the text before.
 *
 * @throws AppError `internal` when two edits overlap or one leaves the text: the maker of the edits is wrong
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.offset < done || edit.offset + edit.length > text.length) {
      throw new AppError('internal', `Edits overlap or leave the text at offset ${edit.offset}.`);
    }
    result += text.slice(done, edit.offset) + edit.text;
    done = edit.offset + edit.length;
  }
  return result + text.slice(done);
}

/** First to last; insertions at one place keep their order. */
export function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return edits.toSorted((left, right) => left.offset - right.offset);
}
