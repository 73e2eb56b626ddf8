/** `[ … ]`, and what people write in it who come from other languages. */
import { parseBindings } from './bindings.ts';
import {
  currentRange,
  currentSign,
  insertion,
  type ParserContext,
  replacement,
  unclosedBracket,
} from './parserContext.ts';
import type { TokenKind } from './tokens.ts';
import type { AttributeSet, Expression, ListExpression } from './tree.ts';

const simpleStarts: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'number',
  'path',
  'uri',
  '"',
  "''",
  '(',
  '[',
  '{',
  'rec',
]);

/** Whether a token begins a value that can be an argument or the element of a list. */
export function startsSimple(kind: TokenKind): boolean {
  return simpleStarts.has(kind);
}

/** Parses the list whose `[` is the current token. */
export function parseList(context: ParserContext): ListExpression {
  const { tokens, problems, open } = context;
  const { start } = tokens;
  const openerIndentation = context.trustIndentation ? tokens.indentation(start) : 0;
  const elements: Expression[] = [];
  let hasSeparator = false;
  tokens.advance();
  open[']']++;
  for (let last = -1; tokens.kind !== ']' && tokens.kind !== 'end' && tokens.start > last; ) {
    // Settings that belong to what is around the list take nothing: then the list has ended.
    last = tokens.start;
    const { kind } = tokens;
    if (context.trustIndentation && tokens.startsLine() && tokens.indentation() < openerIndentation) break;
    if (kind === ',' && elements.length > 0) {
      if (!hasSeparator) reportSeparator(context, 'comma-in-list', 'a comma');
      hasSeparator = true;
      tokens.advance();
    } else if (kind === ';' && !endsOuterSetting(context)) {
      if (!hasSeparator) reportSeparator(context, 'semicolon-in-list', 'a semicolon');
      hasSeparator = true;
      tokens.advance();
    } else if (startsSimple(kind) || (kind === 'unknown' && tokens.word === "'")) {
      const isBinding = (kind === 'identifier' || kind === '"') && tokens.startsBinding();
      if (isBinding && (tokens.isOnNewLine() || (elements.at(-1)?.kind ?? 'set') !== 'set')) break;
      elements.push(isBinding ? parseBareSet(context) : context.parseSimple());
    } else if (kind === 'unknown' || kind === ',') {
      elements.push(context.parseSimple());
      if (tokens.kind === ',') tokens.advance();
    } else if (isOperator(kind)) {
      reportOperator(context);
      tokens.advance();
    } else {
      break;
    }
  }
  open[']']--;
  if (!tokens.takes(']')) problems.add(unclosedBracket('[', ']', start));
  return { kind: 'list', start, end: tokens.previousEnd, elements };
}

/** Parses settings where an element of a list should begin: a set that has lost its brace. */
function parseBareSet(context: ParserContext): AttributeSet {
  const { tokens, problems } = context;
  const { start } = tokens;
  problems.add({
    code: 'missing-opener',
    range: { start, end: start },
    message: 'A { is missing here, before the setting.',
    hint: 'A set in a list is written [ { name = value; } ].',
    fix: insertion(start, '{ '),
  });
  const bindings = parseBindings(context, '}', start);
  const closed = tokens.takes('}');
  return { kind: 'set', start, end: tokens.previousEnd, recursive: false, open: start, closed, bindings };
}

/** Whether the `;` inside an unclosed list is the end of the setting around it. */
function endsOuterSetting({ tokens }: ParserContext): boolean {
  const next = tokens.peek();
  if (next === '}' || next === 'end' || next === 'inherit' || next === 'in') return true;
  return /^;\s*[a-zA-Z_"][^;\s]*(?:\s*\.\s*[^;\s=]+)*\s*=[^=]/.test(
    tokens.text.slice(tokens.start, tokens.start + 400),
  );
}

function reportSeparator(
  { tokens, problems }: ParserContext,
  code: 'comma-in-list' | 'semicolon-in-list',
  sign: string,
): void {
  const range = currentRange(tokens);
  problems.add({
    code,
    range,
    message: `The elements of a list are separated by spaces, not by ${sign}.`,
    hint: 'Write [ first second third ].',
    fix: replacement(range, ''),
  });
}

const listOperators: ReadonlySet<TokenKind> = new Set([
  '+',
  '++',
  '-',
  '*',
  '/',
  '//',
  '==',
  '!=',
  '&&',
  '||',
  '!',
  '?',
  '->',
  ':',
]);

function isOperator(kind: TokenKind): boolean {
  return listOperators.has(kind);
}

function reportOperator({ tokens, problems }: ParserContext): void {
  problems.add({
    code: 'needs-parentheses',
    range: currentRange(tokens),
    message: `${currentSign(tokens)} cannot stand between the elements of a list.`,
    hint: 'Put an element that is more than a name or a literal in parentheses: [ (a + b) c ].',
  });
}
