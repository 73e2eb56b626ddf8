import type { IRange, editor as MonacoEditor } from 'monaco-editor/editor';
import type { Range } from '#shared/nixLanguage/text/range.ts';

/** A stretch of offsets as the code editor wants it. */
export function rangeIn(
  model: Pick<MonacoEditor.ITextModel, 'getPositionAt'>,
  { start, end }: Range,
): IRange {
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(end);
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}
