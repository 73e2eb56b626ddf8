/** Strings, paths with `${…}`, and where a string that nobody closed most likely ends. */
import { lineEnd, startsLine } from '../text/indentation.ts';
import { insertion, type ParserContext } from './parserContext.ts';
import type { Interpolation, PathLiteral, StringLiteral, StringPart } from './tree.ts';

/** Parses the string whose opening quote is the current token. */
export function parseString(context: ParserContext): StringLiteral {
  const { tokens } = context;
  return readString(context, tokens.start, tokens.end, tokens.kind === "''" ? indentedRules : plainRules);
}

/**
 * Parses what a lone `'` opens: the string of another language, which ends with one on the same line, or a `''` string
 * that has lost a quote.
 */
export function parseSingleQuote(context: ParserContext): StringLiteral {
  const { tokens, problems } = context;
  const { text, start } = tokens;
  const end = lineEnd(text, start);
  const close = text.indexOf("'", start + 1);
  const isShort = close !== -1 && close < end && text.charAt(close + 1) !== "'";
  problems.add({
    code: 'single-quote',
    range: { start, end: isShort ? close + 1 : start + 1 },
    message: 'A single quote does not begin a string in Nix.',
    hint: "Write \"text\" for a short string, or ''text'' (two single quotes on each side) for one with several lines.",
    ...(isShort
      ? { fix: { offset: start, length: close + 1 - start, text: `"${text.slice(start + 1, close)}"` } }
      : {}),
  });
  if (!isShort) return readString(context, start, start + 1, indentedRules);
  tokens.continueAt(close + 1);
  const content = { start: start + 1, end: close };
  return {
    kind: 'string',
    indented: false,
    closed: true,
    start,
    end: close + 1,
    content,
    parts: [{ kind: 'text', ...content }],
  };
}

/** Parses the path that is the current token, with the interpolations that follow it without a blank. */
export function parsePath(context: ParserContext): PathLiteral {
  const { tokens } = context;
  const { start, end } = tokens;
  const interpolations: Interpolation[] = [];
  let at = end;
  while (tokens.text.startsWith('${', at)) {
    const interpolation = parseInterpolation(context, at);
    interpolations.push(interpolation);
    pathRest.lastIndex = interpolation.end;
    at = pathRest.test(tokens.text) ? pathRest.lastIndex : interpolation.end;
  }
  if (at === end) tokens.advance();
  else tokens.continueAt(at);
  const text = interpolations.length === 0 ? tokens.text.slice(start, at) : null;
  return { kind: 'path', start, end: at, text, interpolations };
}

const pathRest = /[a-zA-Z0-9._+/-]+/y;

/** Parses `${…}` at `offset` and leaves the tokens somewhere behind it: the caller goes on at its end. */
export function parseInterpolation(context: ParserContext, offset: number): Interpolation {
  const { tokens, problems, open } = context;
  tokens.continueAt(offset + 2);
  open['}']++;
  const isLost = context.trustIndentation && !closesOnLine(tokens.text, offset + 2);
  const expression = isLost ? context.parseSimple() : context.parseExpression();
  open['}']--;
  if (!isLost && tokens.kind === '}') {
    return { kind: 'interpolation', start: offset, end: tokens.end, expression };
  }
  const end = Math.max(tokens.previousEnd, offset + 2);
  problems.add({
    code: 'unclosed-bracket',
    range: { start: offset, end: offset + 2 },
    message: 'This “${” is not closed.',
    hint: `Write } after the value. For a plain dollar sign before a brace write ''\${ in a '' string, \\\${ in a " string.`,
    fix: insertion(end, '}'),
  });
  return { kind: 'interpolation', start: offset, end, expression };
}

/** Whether the brace that closes an interpolation stands on the line it begins on, outside of any `"` string. */
function closesOnLine(text: string, offset: number): boolean {
  const before = /^[^}\r\n]*(?=\})/.exec(text.slice(offset, lineEnd(text, offset)))?.[0];
  return before !== undefined && (before.split('"').length - 1) % 2 === 0;
}

interface StringRules {
  readonly indented: boolean;
  /** What to do at `offset`: `close` the string, go into `${`, or go on after a number of units. */
  readonly stepAt: (text: string, offset: number) => 'close' | 'interpolation' | number;
}

const plainRules: StringRules = {
  indented: false,
  stepAt(text, offset) {
    const unit = text.charCodeAt(offset);
    if (unit === 34) return 'close';
    if (unit === 92) return 2;
    if (unit !== 36) return 1;
    const next = text.charCodeAt(offset + 1);
    if (next === 123) return 'interpolation';
    // A dollar takes the next sign with it, so `$${` is plain text.
    return next === 34 || next === 92 ? 1 : 2;
  },
};

const indentedRules: StringRules = {
  indented: true,
  stepAt(text, offset) {
    const unit = text.charCodeAt(offset);
    const next = text.charCodeAt(offset + 1);
    if (unit === 36) return next === 123 ? 'interpolation' : next === 39 ? 1 : 2;
    if (unit !== 39 || next !== 39) return 1;
    const third = text.charCodeAt(offset + 2);
    if (third === 39 || third === 36) return 3;
    return third === 92 ? 4 : 'close';
  },
};

function readString(context: ParserContext, start: number, from: number, rules: StringRules): StringLiteral {
  const { tokens } = context;
  const { text } = tokens;
  const limit = context.trustIndentation ? likelyEnd(context, start, from, rules) : text.length;
  const parts: StringPart[] = [];
  let partStart = from;
  let at = from;
  const finishPart = (end: number) => {
    if (end > partStart) parts.push({ kind: 'text', start: partStart, end });
  };
  while (at < limit) {
    const step = rules.stepAt(text, at);
    if (step === 'close') {
      finishPart(at);
      const end = at + (rules.indented ? 2 : 1);
      tokens.continueAt(end);
      return literal(rules, start, end, { start: from, end: at }, true, parts);
    }
    if (step === 'interpolation') {
      finishPart(at);
      const interpolation = parseInterpolation(context, at);
      parts.push(interpolation);
      at = interpolation.end;
      partStart = at;
    } else {
      at = Math.min(at + step, text.length);
    }
  }
  finishPart(at);
  return unclosed(context, start, from, at, rules, parts);
}

function unclosed(
  context: ParserContext,
  start: number,
  from: number,
  end: number,
  rules: StringRules,
  parts: readonly StringPart[],
): StringLiteral {
  const { tokens, problems } = context;
  // A single quote where two were meant ends the string all the same.
  const hasHalfQuote =
    rules.indented && /^\s*'(?!')/.test(tokens.text.slice(end, lineEnd(tokens.text, end + 2)));
  const after = hasHalfQuote ? tokens.text.indexOf("'", end) + 1 : end;
  tokens.continueAt(after);
  const quote = rules.indented ? "''" : '"';
  problems.add({
    code: 'unclosed-string',
    range: hasHalfQuote ? { start: after - 1, end: after } : { start, end: from },
    message: hasHalfQuote
      ? 'This string ends with one single quote; it was opened with two.'
      : `The string that begins here with ${quote} is not closed.`,
    hint: `Write ${quote} where the text of the string ends.`,
    ...(hasHalfQuote ? { fix: insertion(after, "'") } : rules.indented ? {} : { fix: insertion(end, quote) }),
  });
  return literal(rules, start, after, { start: from, end }, false, parts);
}

function literal(
  rules: StringRules,
  start: number,
  end: number,
  content: { start: number; end: number },
  closed: boolean,
  parts: readonly StringPart[],
): StringLiteral {
  return { kind: 'string', indented: rules.indented, closed, start, end, content, parts };
}

/**
 * Where a string must have ended if indentation tells the truth. A `"` string ends on its line. A `''` string ends
 * before the first line that is indented no deeper than the line of its opening quotes, unless that line closes it.
 */
function likelyEnd(context: ParserContext, start: number, from: number, rules: StringRules): number {
  const { tokens } = context;
  const { text } = tokens;
  const firstEnd = lineEnd(text, from);
  if (!rules.indented) {
    return closesBefore(text, from, firstEnd, rules)
      ? text.length
      : from + (/^(.*?)[\s;)\]}]*$/.exec(text.slice(from, firstEnd))?.[1]?.length ?? 0);
  }
  if (closesBefore(text, from, firstEnd, rules)) return text.length;
  const opener = tokens.indentation(start);
  for (let end = firstEnd; end < text.length; ) {
    const next = end + (text.startsWith('\r\n', end) ? 2 : 1);
    const nextEnd = lineEnd(text, next);
    const line = text.slice(next, nextEnd).trimStart();
    const first = next + (nextEnd - next - line.length);
    if (line !== '' && startsLine(text, first) && tokens.indentation(first) <= opener) {
      return line.startsWith("''") ? text.length : end;
    }
    end = nextEnd;
  }
  return text.length;
}

function closesBefore(text: string, from: number, end: number, rules: StringRules): boolean {
  for (let at = from; at < end; ) {
    const step = rules.stepAt(text, at);
    if (step === 'close') return true;
    at += step === 'interpolation' ? 2 : step;
  }
  return false;
}
