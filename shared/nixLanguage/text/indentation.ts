/** Line starts and leading blanks, which say what people meant when brackets do not. */

const tabWidth = 8;

/** Offset at which the line that holds `offset` begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Offset at which the line that holds `offset` ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  return end;
}

/** Offset of the first unit at or after `offset` that is neither space nor tab. */
export function skipBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The blanks that the line of `offset` begins with. */
export function leadingBlanks(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return text.slice(start, skipBlanks(text, start));
}

/** How many columns blanks take; a tab reaches the next multiple of eight. */
export function widthOfBlanks(blanks: string): number {
  let width = 0;
  for (const blank of blanks)
    width = blank === '\t' ? (Math.floor(width / tabWidth) + 1) * tabWidth : width + 1;
  return width;
}

/** Whether nothing but blanks stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  return at < 0 || isLineEnd(text.charCodeAt(at));
}

/** `\r\n` if the text's first line ends so, else `\n`. */
export function lineBreakOf(text: string): string {
  const first = text.indexOf('\n');
  return first > 0 && text.charCodeAt(first - 1) === 13 ? '\r\n' : '\n';
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}

function isLineEnd(unit: number): boolean {
  return unit === 10 || unit === 13;
}
