/** Python, as far as colours go. */
import type { EmbeddedLanguage, TokenType } from './token.ts';

export interface PythonState {
  /** The quotes of the string that is open, and whether `{…}` in it is code. */
  readonly quotes: '"' | "'" | '"""' | "'''" | null;
}

const keywords = new Set(
  (
    'and as assert async await break class continue def del elif else except finally for from global if import in ' +
    'is lambda match nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
const constants = new Set(['True', 'False', 'None']);

const outside =
  /(?<blank>\s+)|(?<comment>#.*)|(?<quotes>[rRbBfFuU]{0,2}(?:"""|'''|"|'))|(?<number>\b(?:0[xX][\da-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.[\d_]+)?(?:[eE][+-]?\d+)?))|(?<word>[A-Za-z_]\w*)|(?<decorator>@[\w.]+)|(?<operator>[-+*/%=<>!&|^~:]+)|(?<other>[\s\S])/y;

export const python: EmbeddedLanguage<PythonState> = {
  initial: { quotes: null },
  read(piece, offset, state, emit) {
    let { quotes } = state;
    let at = 0;
    while (at < piece.length) {
      if (quotes !== null) {
        const end = endOfString(
          piece,
          at,
          quotes,
          (found, length) => {
            emit(offset + found, 'string.escape');
            emit(offset + found + length, 'string');
          },
          () => emit(offset + at, 'string'),
        );
        at = end.at;
        if (end.closed) quotes = null;
        continue;
      }
      outside.lastIndex = at;
      const groups = outside.exec(piece)?.groups ?? {};
      const start = at;
      at = outside.lastIndex;
      if (groups.quotes !== undefined) {
        emit(offset + start, 'string');
        quotes = groups.quotes.replace(/^\w*/, '') as NonNullable<PythonState['quotes']>;
      } else emit(offset + start, typeOf(groups, piece, at));
    }
    return quotes === state.quotes ? state : { quotes };
  },
  // Only strings in three quotes go on over the end of a line.
  endLine: (state) => (state.quotes === '"' || state.quotes === "'" ? python.initial : state),
};

function typeOf(groups: Record<string, string | undefined>, piece: string, end: number): TokenType {
  const { word } = groups;
  if (word !== undefined) {
    if (keywords.has(word)) return 'keyword';
    if (constants.has(word)) return 'constant';
    return /^\s*\(/.test(piece.slice(end)) ? 'function' : 'variable';
  }
  if (groups.comment !== undefined) return 'comment';
  if (groups.number !== undefined) return 'number';
  if (groups.decorator !== undefined) return 'function';
  if (groups.operator !== undefined) return 'operator';
  return groups.blank === undefined ? 'delimiter' : 'text';
}

/** Reads on in a string; tells its escapes as it meets them. */
export function endOfString(
  piece: string,
  from: number,
  quotes: string,
  escaped: (at: number, length: number) => void,
  begin: () => void,
): { readonly at: number; readonly closed: boolean } {
  begin();
  let at = from;
  while (at < piece.length) {
    if (piece.startsWith(quotes, at)) return { at: at + quotes.length, closed: true };
    if (piece[at] === '\\' && at + 1 < piece.length) {
      escaped(at, 2);
      at += 2;
    } else at++;
  }
  return { at, closed: false };
}
