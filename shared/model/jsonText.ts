/** JSON written by people: its errors come with the place where they are. */
import { AppError, type ErrorCode } from '../errors.ts';

export interface JsonProblemOptions {
  readonly code?: ErrorCode;
  readonly hint?: string;
}

/**
 * Parses a JSON file's text; a byte order mark is allowed.
 *
 * @throws AppError (`bad-input` unless said otherwise) with the line and column that cannot be read
 */
export function parseJsonText(text: string, file: string, options: JsonProblemOptions = {}): unknown {
  const source = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(source);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const { line, column } = place(source, reason);
    const name = file.split('/').at(-1) ?? file;
    throw new AppError(
      options.code ?? 'bad-input',
      `${name}:${line}:${column}: this is not valid JSON: ${plain(reason)}.`,
      {
        hint:
          options.hint ??
          'Names and texts stand in double quotes, entries are separated by commas, and none follows the last.',
        details: { position: { file, line, column }, raw: reason },
      },
    );
  }
}

/** JavaScript names the place as an offset, or not at all when the text ends too early. */
function place(source: string, reason: string): { line: number; column: number } {
  const offset = /at position (\d+)/.exec(reason)?.[1];
  const before = source.slice(0, offset === undefined ? source.length : Number(offset));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

function plain(reason: string): string {
  return reason
    .replace(/ in JSON at position.*$/s, '')
    .replace(/, "?[\s\S]*is not valid JSON$/, '')
    .replace(/^Unexpected end of JSON input$/, 'it ends too early');
}
