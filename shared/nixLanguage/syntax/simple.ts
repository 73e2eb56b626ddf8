/** Values that need no parentheses: names, literals, lists, sets, and selections from them. */
import { parseAttributePath } from './attributePath.ts';
import { parseBindings } from './bindings.ts';
import { parseList } from './lists.ts';
import {
  currentRange,
  currentSign,
  nested,
  type ParserContext,
  replacement,
  unclosedBracket,
} from './parserContext.ts';
import { strayCloser } from './recovery.ts';
import { parsePath, parseSingleQuote, parseString } from './strings.ts';
import type { AttributeSet, Expression } from './tree.ts';

/** Parses a simple value and what is selected from it, `a.b.c or d`. */
export function parseSimple(context: ParserContext): Expression {
  const { tokens } = context;
  const subject = nested(context, parseAtom);
  if (tokens.kind !== '.' || subject.kind === 'missing') return subject;
  const { start } = subject;
  const path = parseSelectionPath(context);
  if (!tokens.takes('or')) return { kind: 'selection', start, end: path.end, subject, path, fallback: null };
  const fallback = parseSimple(context);
  return { kind: 'selection', start, end: tokens.previousEnd, subject, path, fallback };
}

/** `.a.b`: a path whose first dot stands before its first name. */
function parseSelectionPath(context: ParserContext) {
  const { tokens, problems } = context;
  const dot = tokens.end;
  tokens.advance();
  const isNextBinding = tokens.isOnNewLine() && tokens.startsBinding();
  const { kind } = tokens;
  if (!isNextBinding && (kind === 'identifier' || kind === '"' || kind === '${' || kind === 'or')) {
    return parseAttributePath(context);
  }
  problems.add({
    code: 'missing-name',
    range: { start: dot - 1, end: dot },
    message: 'A name is missing after this dot.',
    hint: 'Write the name of what you mean after the dot, or remove the dot.',
  });
  return { start: dot, end: dot, names: [{ start: dot, end: dot, name: '', expression: null }] };
}

function parseAtom(context: ParserContext): Expression {
  const { tokens } = context;
  const { start, end, kind } = tokens;
  switch (kind) {
    case 'identifier':
    case 'or': {
      const name = tokens.word;
      tokens.advance();
      return { kind: 'identifier', start, end, name };
    }
    case 'number': {
      const value = Number(tokens.word);
      tokens.advance();
      return { kind: 'number', start, end, value };
    }
    case 'uri': {
      const text = tokens.word;
      tokens.advance();
      return { kind: 'uri', start, end, text };
    }
    case 'path':
      return parsePath(context);
    case '"':
    case "''":
      return parseString(context);
    case '(':
      return parseParenthesized(context);
    case '[':
      return parseList(context);
    case '{':
      return parseSet(context, false, start);
    case 'rec':
      return parseRecursiveSet(context);
    case 'unknown':
      if (tokens.word === "'") return parseSingleQuote(context);
      return parseNothing(context);
    default:
      return parseNothing(context);
  }
}

/** Reports that a value is missing. An unknown sign is taken, anything else is left to whoever waits for it. */
function parseNothing({ tokens, problems, open }: ParserContext): Expression {
  const at = tokens.previousEnd;
  const { kind } = tokens;
  const range = currentRange(tokens);
  if ((kind === ')' || kind === ']' || kind === '}') && open[kind] === 0) {
    problems.add(strayCloser(tokens.word, range));
  } else if (kind === 'unknown') {
    problems.add({
      code: 'unexpected',
      range,
      message: `${currentSign(tokens)} is not a sign of the Nix language.`,
      hint: 'Remove it, or put it between quotes if it is text.',
      fix: replacement(range, ''),
    });
    tokens.advance();
    problems.absorb();
  } else {
    problems.add({
      code: 'missing-value',
      range: { start: at, end: at },
      message: `A value is missing here, before ${currentSign(tokens)}.`,
      hint: 'Write a value: a "text", a number, true, a list [ ], a set { } or a name.',
    });
  }
  return { kind: 'missing', start: at, end: at };
}

function parseParenthesized(context: ParserContext): Expression {
  const { tokens, problems, open } = context;
  const { start } = tokens;
  tokens.advance();
  open[')']++;
  const outerBinding = context.bindingIndentation;
  context.bindingIndentation = -1;
  const inner = context.parseExpression();
  context.bindingIndentation = outerBinding;
  open[')']--;
  if (!tokens.takes(')')) problems.add(unclosedBracket('(', ')', start));
  return { kind: 'parenthesized', start, end: tokens.previousEnd, inner };
}

function parseRecursiveSet(context: ParserContext): Expression {
  const { tokens } = context;
  const { start } = tokens;
  tokens.advance();
  if (tokens.kind === '{') return parseSet(context, true, start);
  context.problems.add({
    code: 'missing-keyword',
    range: { start, end: start + 3 },
    message: 'A set { … } is missing after “rec”.',
    hint: 'Write rec { name = value; }.',
  });
  return { kind: 'missing', start, end: start };
}

/** Parses the set whose `{` is the current token; `start` is that of the `rec` or `let` before it. */
export function parseSet(context: ParserContext, recursive: boolean, start: number): AttributeSet {
  const { tokens, problems } = context;
  const open = tokens.start;
  tokens.advance();
  const bindings = parseBindings(context, '}', open);
  const closed = tokens.kind === '}' && !isShallower(context, open);
  if (closed) {
    tokens.advance();
  } else if ((tokens.is(']') || tokens.is(')')) && context.open[tokens.is(']') ? ']' : ')'] === 0) {
    const range = currentRange(tokens);
    problems.add({
      code: 'wrong-closer',
      range,
      message: `What is closed here with “${tokens.word}” was opened with “{”.`,
      hint: 'Close it with }.',
      fix: replacement(range, '}'),
    });
    tokens.advance();
  } else {
    problems.add(unclosedBracket('{', '}', open));
  }
  return { kind: 'set', start, end: tokens.previousEnd, recursive, open, closed, bindings };
}

/** Whether indentation says that this closing brace belongs to something further out than the brace at `open`. */
function isShallower({ tokens, trustIndentation }: ParserContext, open: number): boolean {
  return trustIndentation && tokens.startsLine() && tokens.indentation() < tokens.indentation(open);
}
