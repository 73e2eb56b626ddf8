/** Shell, as far as colours go. */
import { endOfString } from './python.ts';
import type { EmbeddedLanguage, TokenType } from './token.ts';

export interface ShellState {
  readonly quotes: '"' | "'" | null;
  /** The word that ends a here-document, while one is open. */
  readonly hereDocument: string | null;
}

const keywords = new Set(
  'if then elif else fi for in do done while until case esac function select'.split(' '),
);
const builtins = new Set(
  'cd echo exec exit export local printf read return set shift source test trap unset wait'.split(' '),
);

const outside =
  /(?<blank>\s+)|(?<comment>(?<![^\s;|&(])#.*)|(?<here><<-?\s*(['"]?)(?<end>\w+)\4)|(?<quote>["'])|(?<escape>\\.)|(?<variable>\$(?:\w+|[@*#?$!-]|\{[^}]*\}?))|(?<option>(?<=\s)--?[\w-]+)|(?<operator>[|&;<>()=]+)|(?<word>[\w./+:@%-]+)|(?<other>[\s\S])/y;

const insideQuotes = /\$(?:\w+|[@*#?$!-])|\$\{[^}]*\}?|\$\(/;

export const shell: EmbeddedLanguage<ShellState> = {
  initial: { quotes: null, hereDocument: null },
  read(piece, offset, state, emit) {
    let { quotes, hereDocument } = state;
    let at = 0;
    if (hereDocument !== null) {
      emit(offset, 'string');
      if (piece.trim() === hereDocument) hereDocument = null;
      return hereDocument === state.hereDocument ? state : { quotes, hereDocument };
    }
    while (at < piece.length) {
      if (quotes !== null) {
        const from = at;
        const end =
          quotes === "'"
            ? plainEnd(piece, from)
            : endOfString(
                piece,
                from,
                quotes,
                (found) => {
                  emit(offset + found, 'string.escape');
                  emit(offset + found + 2, 'string');
                },
                () => emitQuoted(piece, from, offset, emit),
              );
        if (quotes === "'") emit(offset + from, 'string');
        at = end.at;
        if (end.closed) quotes = null;
        continue;
      }
      outside.lastIndex = at;
      const groups = outside.exec(piece)?.groups ?? {};
      const start = at;
      at = outside.lastIndex;
      emit(offset + start, typeOf(groups));
      if (groups.quote !== undefined) quotes = groups.quote as '"' | "'";
      if (groups.end !== undefined) hereDocument = groups.end;
    }
    return { quotes, hereDocument };
  },
  endLine: (state) => state,
};

function plainEnd(piece: string, from: number): { readonly at: number; readonly closed: boolean } {
  const end = piece.indexOf("'", from);
  return end === -1 ? { at: piece.length, closed: false } : { at: end + 1, closed: true };
}

/** Variables in a string in double quotes stand out from it. */
function emitQuoted(
  piece: string,
  from: number,
  offset: number,
  emit: (start: number, type: TokenType) => void,
): void {
  emit(offset + from, 'string');
  const end = piece.indexOf('"', from);
  const content = piece.slice(from, end === -1 ? undefined : end);
  for (const match of content.matchAll(new RegExp(insideQuotes, 'g'))) {
    emit(offset + from + match.index, 'variable');
    emit(offset + from + match.index + match[0].length, 'string');
  }
}

function typeOf(groups: Record<string, string | undefined>): TokenType {
  if (groups.comment !== undefined) return 'comment';
  if (groups.quote !== undefined || groups.here !== undefined) return 'string';
  if (groups.escape !== undefined) return 'string.escape';
  if (groups.variable !== undefined) return 'variable';
  if (groups.option !== undefined) return 'attribute';
  if (groups.operator !== undefined) return 'operator';
  const { word } = groups;
  if (word === undefined) return groups.blank === undefined ? 'delimiter' : 'text';
  if (keywords.has(word)) return 'keyword';
  return builtins.has(word) ? 'function' : 'text';
}
