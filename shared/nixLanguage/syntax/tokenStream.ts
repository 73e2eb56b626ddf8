/** The parser's view of the text: one current token, cheap looks ahead, and where the last token ended. */
import { lineEnd, skipBlanks } from '../text/indentation.ts';
import { LineIndents } from '../text/lineIndents.ts';
import type { Range } from '../text/range.ts';
import { readToken, skipTrivia, type Token, type TokenKind } from './tokens.ts';

export class TokenStream {
  readonly text: string;
  readonly comments: Range[] = [];
  /** End of the token before the current one. */
  previousEnd = 0;
  readonly #token: Token = { kind: 'end', start: 0, end: 0 };
  readonly #ahead: Token = { kind: 'end', start: 0, end: 0 };
  readonly #lines: LineIndents;
  #commentsEnd = 0;

  constructor(text: string) {
    this.text = text;
    this.#lines = new LineIndents(text);
    this.#read(0);
  }

  get kind(): TokenKind {
    return this.#token.kind;
  }

  get start(): number {
    return this.#token.start;
  }

  get end(): number {
    return this.#token.end;
  }

  /** The text of the current token. */
  get word(): string {
    return this.text.slice(this.#token.start, this.#token.end);
  }

  /** Whether the current token is a `kind`. For places where the token has moved on since its kind was last read. */
  is(kind: TokenKind): boolean {
    return this.#token.kind === kind;
  }

  /** Takes the current token if it is a `kind`, and says whether it was. */
  takes(kind: TokenKind): boolean {
    if (this.#token.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** Goes on to the next token. */
  advance(): void {
    this.previousEnd = this.#token.end;
    this.#read(this.#token.end);
  }

  /** Goes on at `offset`, where what was read before (the rest of a string, say) has ended. */
  continueAt(offset: number): void {
    this.previousEnd = offset;
    this.#read(offset);
  }

  /** Whether the current token is the first of its line. */
  startsLine(): boolean {
    const { start } = this.#token;
    return start === this.#lines.startOf(start) + this.#lines.blanksOf(start);
  }

  /** Whether nothing but blanks follows the current token on its line. */
  endsLine(): boolean {
    return lineEnd(this.text, this.#token.end) === skipBlanks(this.text, this.#token.end);
  }

  /** Whether the current token stands on the same line as `offset`. */
  isOnLineOf(offset: number): boolean {
    return this.#lines.startOf(this.#token.start) === this.#lines.startOf(offset);
  }

  /** Columns that the line of `offset` is indented by; of the current token when not given. */
  indentation(offset = this.#token.start): number {
    return this.#lines.widthOf(offset);
  }

  /** Whether a line break stands between the previous token and the current one. */
  isOnNewLine(): boolean {
    for (let at = this.previousEnd; at < this.#token.start; at++) {
      const unit = this.text.charCodeAt(at);
      if (unit === 10 || unit === 13) return true;
    }
    return false;
  }

  /** The kind of the token after the current one. */
  peek(): TokenKind {
    return this.#lookAt(this.#token.end).kind;
  }

  /**
   * Whether `name =` or `a.b.c =` begins at `offset`, by default with the current token. A single `=` never stands inside an expression, so where
   * this holds, a value has ended even if its end was not written.
   */
  startsBinding(offset = this.#token.start): boolean {
    let at = offset;
    for (;;) {
      let ahead = this.#lookAt(at);
      let nameEnd = ahead.end;
      if (ahead.kind === '"') {
        nameEnd = plainStringEnd(this.text, ahead.end);
        if (nameEnd === -1) return false;
      } else if (ahead.kind !== 'identifier' && ahead.kind !== 'or') {
        return false;
      }
      ahead = this.#lookAt(nameEnd);
      if (ahead.kind === '=') return true;
      if (ahead.kind !== '.') return false;
      at = ahead.end;
    }
  }

  /** Whether the current `{` opens the arguments of a function and not a set. */
  startsFormals(): boolean {
    let ahead = this.#lookAt(this.#token.end);
    if (ahead.kind === '...') return true;
    // Names in a row, or with semicolons between them, have lost their commas.
    while (ahead.kind === 'identifier') {
      ahead = this.#lookAt(ahead.end);
      if (ahead.kind === ';') ahead = this.#lookAt(ahead.end);
      if (ahead.kind === ',' || ahead.kind === '?' || ahead.kind === '...') return true;
    }
    if (ahead.kind !== '}') return false;
    ahead = this.#lookAt(ahead.end);
    return ahead.kind === ':' || ahead.kind === '@';
  }

  /** Whether the current name begins `a, b, ... }:`, the arguments of a function that have lost their brace. */
  startsBareFormals(): boolean {
    let ahead = this.#lookAt(this.#token.end);
    if (ahead.kind !== ',') return false;
    while (ahead.kind === ',') {
      ahead = this.#lookAt(ahead.end);
      if (ahead.kind !== 'identifier' && ahead.kind !== '...') return false;
      ahead = this.#lookAt(ahead.end);
    }
    if (ahead.kind !== '}') return false;
    ahead = this.#lookAt(ahead.end);
    return ahead.kind === ':' || ahead.kind === '@';
  }

  /** Whether the token after the current one begins a binding or closes something. */
  endsAfterNext(): boolean {
    const { kind, start } = this.#lookAt(this.#token.end);
    return kind === '}' || kind === 'in' || kind === 'end' || kind === 'inherit' || this.startsBinding(start);
  }

  /** The token at or after `offset`; the next look overwrites it. */
  #lookAt(offset: number): Token {
    return readToken(this.text, skipTrivia(this.text, offset), this.#ahead);
  }

  #read(offset: number): void {
    const start = skipTrivia(this.text, offset, this.#noteComment);
    readToken(this.text, start, this.#token);
  }

  readonly #noteComment = (start: number, end: number): void => {
    if (start < this.#commentsEnd) return;
    this.#commentsEnd = end;
    this.comments.push({ start, end });
  };
}

/** Offset after the quote that ends a `"` string begun before `offset`; -1 when it has `${` or no end. */
function plainStringEnd(text: string, offset: number): number {
  for (let at = offset; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 34) return at + 1;
    if (unit === 92) at++;
    else if (unit === 36 && text.charCodeAt(at + 1) === 123) return -1;
  }
  return -1;
}
