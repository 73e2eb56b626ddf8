/** What the parser says and does where a setting does not end, or something stands that is none. */
import { lineEnd } from '../text/indentation.ts';
import { startsName } from './attributePath.ts';
import { currentRange, currentSign, insertion, type ParserContext, replacement } from './parserContext.ts';
import { parseString } from './strings.ts';

/** Says that the current token is no setting. */
export function reportStray({ tokens, problems }: ParserContext): void {
  const range = currentRange(tokens);
  const { kind } = tokens;
  if (kind === ';' || kind === ',') {
    problems.add({
      code: 'stray-sign',
      range,
      message: `This ${currentSign(tokens)} ends nothing.`,
      hint: 'Each setting, name = value;, has exactly one ; at its end. Remove this sign.',
      fix: replacement(range, ''),
    });
  } else if (kind === '}' || kind === ')' || kind === ']' || kind === 'in') {
    problems.add(strayCloser(tokens.word, range));
  } else {
    problems.add({
      code: 'unexpected',
      range,
      message: `A setting was expected here, not ${currentSign(tokens)}.`,
      hint: 'Inside { } everything is written name = value;.',
    });
  }
}

/** What to say of a closing sign that nothing opened. */
export function strayCloser(sign: string, range: { start: number; end: number }) {
  return {
    code: 'stray-sign',
    range,
    message: `Nothing is open here that “${sign}” could close.`,
    hint: 'Remove it, or look further up for one closing sign too many or an opening one too few.',
    fix: replacement(range, ''),
  } as const;
}

/** Leaves the rest of a binding that made no sense: up to after its `;`, or to a sign that may close what is open. */
export function skipBinding(context: ParserContext): void {
  const { tokens, problems, open } = context;
  const first = tokens.start;
  for (let depth = 0; tokens.kind !== 'end'; ) {
    const { kind } = tokens;
    if (depth === 0 && tokens.start > first) {
      if (tokens.takes(';')) return;
      if (tokens.isOnNewLine() && (kind === 'inherit' || tokens.startsBinding())) return;
      if ((kind === '}' || kind === ')' || kind === ']' || kind === 'in') && open[kind] > 0) return;
    }
    if (kind === '{' || kind === '[' || kind === '(') depth++;
    if (kind === '}' || kind === ']' || kind === ')') depth = Math.max(0, depth - 1);
    if (depth === 0 && tokens.takes(';')) return;
    if (kind === '"' || kind === "''") problems.quietly(() => parseString(context));
    else tokens.advance();
    if (depth === 0 && (kind === '}' || kind === ']' || kind === ')' || kind === ',')) {
      // After a stray closer comes the rest of the same mistake, its semicolon.
      if (tokens.kind === ';' && kind !== ',') tokens.advance();
      return;
    }
  }
}

/** Several words in a row without a sign of Nix among them, on one line: a comment that has lost its `#`. */
export function looksLikeProse({ tokens }: ParserContext): boolean {
  const rest = tokens.text.slice(tokens.start, lineEnd(tokens.text, tokens.start));
  return tokens.kind === 'identifier' && !/[=;{}[\]"]|''/.test(rest);
}

/** Reports such a line and goes on after it. */
export function skipProse({ tokens, problems }: ParserContext, start: number): null {
  const end = lineEnd(tokens.text, start);
  problems.add({
    code: 'not-a-comment',
    range: { start, end },
    message: 'These words are neither a setting nor a comment.',
    hint: 'Begin a comment with #. A setting is written name = value;.',
    fix: insertion(start, '# '),
  });
  tokens.continueAt(end);
  return null;
}

/** Takes the `;` after a value. When it is not there, says so and goes on where the next binding most likely begins. */
export function expectSemicolon(context: ParserContext): void {
  const { tokens, problems, open } = context;
  if (tokens.takes(';')) return;
  const { kind } = tokens;
  const range = currentRange(tokens);
  if (kind === ',') {
    problems.add({
      code: 'comma-for-semicolon',
      range,
      message: 'A setting ends with ;, not with a comma.',
      hint: 'Write name = value;.',
      fix: replacement(range, ';'),
    });
    tokens.advance();
    return;
  }
  const at = tokens.previousEnd;
  const isPlausibleEnd =
    tokens.isOnNewLine() ||
    kind === 'end' ||
    kind === '}' ||
    kind === 'in' ||
    kind === 'inherit' ||
    tokens.startsBinding();
  if (isPlausibleEnd) {
    problems.add({
      code: 'missing-semicolon',
      range: { start: at, end: at },
      message: 'A ; is missing here, at the end of this setting.',
      hint: 'Every name = value; ends with a semicolon, the last one before } too.',
      fix: insertion(at, ';'),
    });
  } else if (kind === ')' || kind === ']') {
    if (open[kind] > 0) return;
    problems.add(strayCloser(tokens.word, range));
  } else {
    problems.add({
      code: 'unexpected',
      range,
      message: `${currentSign(tokens)} does not fit here.`,
      hint: 'The setting should have ended with ; before it, or something before it is not closed.',
    });
  }
  if (tokens.isOnNewLine() && (startsName(kind) || kind === 'inherit')) return;
  if (kind === 'end' || kind === '}' || kind === 'in' || kind === 'inherit' || tokens.startsBinding()) return;
  skipBinding(context);
}
