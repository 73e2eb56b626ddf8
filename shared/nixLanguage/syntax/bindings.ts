/** What stands between `{` and `}`, and between `let` and `in`. */
import { lineEnd } from '../text/indentation.ts';
import { isReserved, parseAttributeName, parseAttributePath, startsName } from './attributePath.ts';
import { currentRange, currentSign, insertion, type ParserContext, replacement } from './parserContext.ts';
import { expectSemicolon, looksLikeProse, reportStray, skipBinding, skipProse } from './recovery.ts';
import type { TokenKind } from './tokens.ts';
import type {
  AnyBinding,
  AttributeName,
  AttributePath,
  Binding,
  Expression,
  InheritBinding,
} from './tree.ts';

/** Parses bindings up to `closer`, which stays the current token, or up to where they most likely ended. */
export function parseBindings(context: ParserContext, closer: '}' | 'in', opener: number): AnyBinding[] {
  const { tokens, open } = context;
  const bindings: AnyBinding[] = [];
  const outerBinding = context.bindingIndentation;
  open[closer]++;
  while (!endsBindings(context, closer, opener)) {
    context.bindingIndentation = context.trustIndentation && tokens.startsLine() ? tokens.indentation() : -1;
    const binding = parseAnyBinding(context);
    if (binding !== null) bindings.push(binding);
  }
  open[closer]--;
  context.bindingIndentation = outerBinding;
  return bindings;
}

function endsBindings(context: ParserContext, closer: '}' | 'in', opener: number): boolean {
  const { tokens, open, trustIndentation } = context;
  const openerIndentation = trustIndentation ? tokens.indentation(opener) : 0;
  const { kind } = tokens;
  if (kind === 'end') return true;
  if (trustIndentation && tokens.startsLine()) {
    const indentation = tokens.indentation();
    if (indentation < openerIndentation) return true;
    if (kind === ';' && indentation === openerIndentation) return true;
    if (closer === '}' && indentation === openerIndentation && startsName(kind)) return true;
    // A closing brace that stands deeper than the line of the opening one closes nothing that is open.
    if (kind === '}' && closer === '}' && indentation > openerIndentation) return false;
  }
  if (kind === closer) return true;
  // `{ a = 1; ;` on one line has lost its brace between the two semicolons.
  if (kind === ';' && trustIndentation && tokens.endsLine() && tokens.isOnLineOf(opener)) return true;
  if (kind === '}' || kind === 'in') return open[kind] > 0;
  if (kind === ')' || kind === ']') return open[kind] > 0 || (closer === '}' && tokens.peek() === ';');
  return closer === 'in' && startsBody(kind);
}

/** Whether a token begins a value that cannot be the name of a binding: the body of a `let` that has lost its `in`. */
function startsBody(kind: TokenKind): boolean {
  return (
    kind === '{' ||
    kind === '[' ||
    kind === '(' ||
    kind === 'if' ||
    kind === 'with' ||
    kind === 'let' ||
    kind === 'rec'
  );
}

/** One binding, or null when what stood there was reported and skipped. */
function parseAnyBinding(context: ParserContext): AnyBinding | null {
  const { tokens, problems } = context;
  const { kind } = tokens;
  if (kind === 'inherit') return parseInherit(context);
  if (startsName(kind)) return parseBinding(context);
  if (kind === 'uri') return parseColonBinding(context);
  if (isReserved(kind) && tokens.peek() === '=') return parseReservedBinding(context);
  if ((kind === 'number' || kind === 'path') && tokens.peek() === '=') {
    problems.add({
      code: 'missing-name',
      range: currentRange(tokens),
      message: `${currentSign(tokens)} cannot be a name as it stands.`,
      hint: `Put it between double quotes: "${tokens.word}" = ….`,
      fix: replacement(currentRange(tokens), `"${tokens.word}"`),
    });
    return parseBinding(context);
  }
  reportStray(context);
  skipBinding(context);
  return null;
}

function parseBinding(context: ParserContext): Binding | null {
  const { tokens, problems } = context;
  const { start } = tokens;
  const path = parseAttributePath(context);
  const { kind } = tokens;
  if (kind === '=') {
    tokens.advance();
  } else if (kind === ':' || kind === '==') {
    const range = currentRange(tokens);
    problems.add({
      code: kind === ':' ? 'colon-for-equals' : 'double-equals',
      range,
      message: `A setting is written with one =, not with “${kind}”.`,
      hint: 'Write name = value;.',
      fix: replacement(range, '='),
    });
    tokens.advance();
  } else if (tokens.isOnNewLine() || kind === '}' || kind === ';' || kind === 'end' || kind === 'in') {
    return parseValuelessBinding(context, start, path);
  } else if (looksLikeProse(context)) {
    return skipProse(context, start);
  } else {
    problems.add({
      code: 'missing-equals',
      range: { start: tokens.previousEnd, end: tokens.start },
      message: `There is no = between this name and its value ${currentSign(tokens)}.`,
      hint: 'Write name = value;.',
      fix: insertion(tokens.previousEnd, ' ='),
    });
  }
  return finishBinding(context, start, path);
}

/** `name`, with nothing after it: most likely somebody is still typing. */
function parseValuelessBinding(context: ParserContext, start: number, path: AttributePath): Binding {
  const { tokens, problems } = context;
  const end = tokens.previousEnd;
  problems.add({
    code: 'missing-value',
    range: { start, end },
    message: 'This setting has a name and no value.',
    hint: 'Write name = value;.',
  });
  if (tokens.kind === ';') tokens.advance();
  return {
    kind: 'binding',
    start,
    end: tokens.previousEnd,
    path,
    value: { kind: 'missing', start: end, end },
  };
}

function finishBinding(context: ParserContext, start: number, path: AttributePath): Binding {
  const isBareFunction = context.tokens.is('identifier') && context.tokens.startsBareFormals();
  const value = isBareFunction ? context.parseFormalsFunction() : parseValue(context, start);
  expectSemicolon(context);
  return { kind: 'binding', start, end: context.tokens.previousEnd, path, value };
}

/**
 * Parses a value after `=` or after the arguments of a function. Settings there that stand deeper than `opener` are
 * what is in a set that has lost its brace; settings that do not are the next ones, and the value is missing.
 */
export function parseValue(context: ParserContext, opener: number): Expression {
  const { tokens, problems } = context;
  if (!startsName(tokens.kind) || !tokens.startsBinding()) return context.parseExpression();
  const at = tokens.previousEnd;
  if (!tokens.isOnNewLine()) {
    const rest = tokens.text.slice(tokens.start, lineEnd(tokens.text, tokens.start));
    if (!/;\s*\}/.test(rest)) return context.parseExpression();
  } else if (tokens.indentation() <= tokens.indentation(opener)) {
    problems.add({
      code: 'missing-value',
      range: { start: at, end: at },
      message: 'A value is missing at the end of this line.',
      hint: 'Write a value: a "text", a number, true, a list [ ], a set { } or a name.',
    });
    return { kind: 'missing', start: at, end: at };
  }
  problems.add({
    code: 'missing-opener',
    range: { start: at, end: at },
    message: 'A { is missing here: settings follow that belong together.',
    hint: 'Write { before the settings and } after them.',
    fix: insertion(at, ' {'),
  });
  const { start } = tokens;
  const bindings = parseBindings(context, '}', opener);
  const closed = tokens.takes('}');
  const end = Math.max(start, tokens.previousEnd);
  return { kind: 'set', start, end, recursive: false, open: at, closed, bindings };
}

/** `port:80`, which Nix reads as the address of a web page. */
function parseColonBinding(context: ParserContext): Binding {
  const { tokens, problems } = context;
  const { start } = tokens;
  const colon = start + tokens.word.indexOf(':');
  problems.add({
    code: 'colon-for-equals',
    range: { start: colon, end: colon + 1 },
    message: 'A setting is written with =, not with “:”.',
    hint: 'Write name = value;.',
    fix: replacement({ start: colon, end: colon + 1 }, ' = '),
  });
  const names = [...tokens.text.slice(start, colon).matchAll(/[^.]+/g)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    name: match[0],
    expression: null,
  }));
  tokens.continueAt(colon + 1);
  return finishBinding(context, start, { start, end: colon, names });
}

function parseReservedBinding(context: ParserContext): Binding {
  const { tokens, problems } = context;
  const { start } = tokens;
  const range = currentRange(tokens);
  problems.add({
    code: 'reserved-word',
    range,
    message: `${currentSign(tokens)} is a word of the Nix language and cannot be a name as it stands.`,
    hint: `Put it between double quotes: "${tokens.word}" = ….`,
    fix: replacement(range, `"${tokens.word}"`),
  });
  const name: AttributeName = { ...range, name: tokens.word, expression: null };
  tokens.advance();
  tokens.advance();
  return finishBinding(context, start, { ...range, names: [name] });
}

function parseInherit(context: ParserContext): InheritBinding {
  const { tokens } = context;
  const { start } = tokens;
  tokens.advance();
  const source: Expression | null = tokens.kind === '(' ? context.parseSimple() : null;
  const names: AttributeName[] = [];
  while (startsName(tokens.kind) && !(tokens.isOnNewLine() && tokens.startsBinding())) {
    names.push(parseAttributeName(context));
  }
  expectSemicolon(context);
  return { kind: 'inherit', start, end: tokens.previousEnd, source, names };
}
