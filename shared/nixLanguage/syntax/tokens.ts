/** Words and signs of Nix. Reading one needs only the text and an offset, so the parser can look ahead and go back. */
import type { BinaryOperator } from './tree.ts';

const keywords = ['if', 'then', 'else', 'assert', 'with', 'let', 'in', 'rec', 'inherit', 'or'] as const;
export type Keyword = (typeof keywords)[number];
const keywordSet: ReadonlySet<string> = new Set(keywords);

export type Punctuation =
  | '{'
  | '}'
  | '['
  | ']'
  | '('
  | ')'
  | ';'
  | ':'
  | ','
  | '.'
  | '...'
  | '='
  | '@'
  | '?'
  | '!'
  | '${'
  | '"'
  | "''";

/** `end` is the end of the text; `unknown` is a sign that Nix does not have. */
export type TokenKind =
  | Keyword
  | Punctuation
  | BinaryOperator
  | 'identifier'
  | 'number'
  | 'path'
  | 'uri'
  | 'unknown'
  | 'end';

export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
}

const identifierPattern = /[a-zA-Z_][a-zA-Z0-9_'-]*/y;
const numberPattern = /(?:(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?)|[0-9]+/y;
/** The last alternative is the beginning of a path that goes on with an interpolation. */
const pathPattern = /[a-zA-Z0-9._+-]*(?:(?:\/[a-zA-Z0-9._+-]+)+\/?|\/(?=\$\{))/y;
const homePathPattern = /~(?:(?:\/[a-zA-Z0-9._+-]+)+\/?|\/(?=\$\{))/y;
const searchPathPattern = /<[a-zA-Z0-9._+-]+(?:\/[a-zA-Z0-9._+-]+)*>/y;
const uriPattern = /[a-zA-Z][a-zA-Z0-9+.-]*:[a-zA-Z0-9%/?:@&=+$,_.!~*'-]+/y;

const twoSigns: ReadonlySet<string> = new Set([
  '//',
  '++',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '->',
  '${',
  "''",
]);
const oneSign: ReadonlySet<string> = new Set('{}[]();:,.=@?!"+-*/<>');

/** Offset of the first unit at or after `offset` that is neither white space nor comment; comments go to `found`. */
export function skipTrivia(
  text: string,
  offset: number,
  found?: (start: number, end: number) => void,
): number {
  let at = offset;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit === 32 || unit === 10 || unit === 9 || unit === 13) {
      at++;
    } else if (unit === 35) {
      const start = at;
      while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
      found?.(start, at);
    } else if (unit === 47 && text.charCodeAt(at + 1) === 42) {
      const close = text.indexOf('*/', at + 2);
      const end = close === -1 ? text.length : close + 2;
      found?.(at, end);
      at = end;
    } else {
      return at;
    }
  }
}

/** Reads the token that begins exactly at `offset`, which must not be trivia, into `token`, and returns it. */
export function readToken(text: string, offset: number, token: Token): Token {
  token.start = offset;
  if (offset >= text.length) return finish(token, 'end', text.length);
  const unit = text.charCodeAt(offset);
  if (isLetter(unit)) return readWord(text, offset, token);
  if (isDigit(unit)) return readNumber(text, offset, token);
  return readSign(text, offset, unit, token);
}

function readWord(text: string, offset: number, token: Token): Token {
  const end = matchEnd(identifierPattern, text, offset);
  const next = text.charCodeAt(end);
  // `a.b/c`, `a/b`, `a+b/c` and `a:b` are one path or address to Nix: the longest reading wins.
  if (next === 47 || next === 46 || next === 43) {
    const pathEnd = matchEnd(pathPattern, text, offset);
    if (pathEnd > end) return finish(token, 'path', pathEnd);
  }
  if (next === 58 || next === 46 || next === 43) {
    const uriEnd = matchEnd(uriPattern, text, offset);
    if (uriEnd > end) return finish(token, 'uri', uriEnd);
  }
  const word = text.slice(offset, end);
  return finish(token, keywordSet.has(word) ? (word as Keyword) : 'identifier', end);
}

function readSign(text: string, offset: number, unit: number, token: Token): Token {
  const two = text.slice(offset, offset + 2);
  if (unit === 46 && text.startsWith('...', offset) && text.charCodeAt(offset + 3) !== 47) {
    return finish(token, '...', offset + 3);
  }
  if (unit === 46 || unit === 47 || unit === 43 || unit === 45) {
    const pathEnd = matchEnd(pathPattern, text, offset);
    if (pathEnd > offset) return finish(token, 'path', pathEnd);
    if (unit === 46 && isDigit(text.charCodeAt(offset + 1))) {
      return finish(token, 'number', matchEnd(numberPattern, text, offset));
    }
  }
  if (unit === 126) {
    const pathEnd = matchEnd(homePathPattern, text, offset);
    return finish(token, pathEnd > offset ? 'path' : 'unknown', Math.max(pathEnd, offset + 1));
  }
  if (unit === 60) {
    const pathEnd = matchEnd(searchPathPattern, text, offset);
    if (pathEnd > offset) return finish(token, 'path', pathEnd);
  }
  if (twoSigns.has(two)) return finish(token, two as TokenKind, offset + 2);
  const one = text.charAt(offset);
  return finish(token, oneSign.has(one) ? (one as TokenKind) : 'unknown', offset + 1);
}

function readNumber(text: string, offset: number, token: Token): Token {
  const end = matchEnd(numberPattern, text, offset);
  const pathEnd = matchEnd(pathPattern, text, offset);
  return pathEnd > end ? finish(token, 'path', pathEnd) : finish(token, 'number', end);
}

function finish(token: Token, kind: TokenKind, end: number): Token {
  token.kind = kind;
  token.end = end;
  return token;
}

/** End of the match at `offset`, or `offset` when there is none. */
function matchEnd(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}
