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
    const offset = jsonErrorOffset(source);
    const before = source.slice(0, offset);
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    const name = file.split('/').at(-1) ?? file;
    const [found] = source.slice(offset);
    const what = found === undefined ? 'it ends too early' : `“${found}” cannot stand here`;
    throw new AppError(
      options.code ?? 'bad-input',
      `${name}:${line}:${column}: this is not valid JSON: ${what}.`,
      {
        hint:
          options.hint ??
          'Names and texts stand in double quotes, entries are separated by commas, and none follows the last.',
        details: { position: { file, line, column }, raw: String(thrown) },
        cause: thrown,
      },
    );
  }
}

/** A text in quotes; control characters, which come before the space, must be escaped. */
const quoted = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const space = /[ \t\n\r]*/y;

/** Where a text stops being JSON; JavaScript's own errors only tell sometimes. */
function jsonErrorOffset(text: string): number {
  let at = 0;

  function matches(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  }
  function skip(character: string): boolean {
    matches(space);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }
  const open: ('{' | '[')[] = [];
  /** Ends containers as long as they end here; whether something may follow, and what. */
  function afterValue(): 'value' | 'end' | 'error' {
    for (;;) {
      const container = open.at(-1);
      if (container === undefined) return 'end';
      if (skip(',')) return container === '[' || entryName() ? 'value' : 'error';
      if (!skip(container === '{' ? '}' : ']')) return 'error';
      open.pop();
    }
  }
  function entryName(): boolean {
    matches(space);
    return matches(quoted) && skip(':');
  }

  for (;;) {
    matches(space);
    let next: 'value' | 'end' | 'error';
    if (skip('{')) {
      open.push('{');
      if (skip('}')) {
        open.pop();
        next = afterValue();
      } else next = entryName() ? 'value' : 'error';
    } else if (skip('[')) {
      open.push('[');
      if (skip(']')) {
        open.pop();
        next = afterValue();
      } else next = 'value';
    } else next = matches(quoted) || matches(number) || matches(word) ? afterValue() : 'error';
    if (next !== 'value') {
      matches(space);
      return at;
    }
  }
}
