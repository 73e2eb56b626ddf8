/** Functions, `let`, `with`, `assert` and `if`: expressions that reach as far to the right as they can. */
import { parseBindings, parseValue } from './bindings.ts';
import { parseFormals } from './formals.ts';
import { currentSign, insertion, type ParserContext } from './parserContext.ts';
import type { TokenKind } from './tokens.ts';
import type { Expression, Identifier } from './tree.ts';

/**
 * Parses what the current token begins if it is a function or begins with a keyword; else takes nothing and returns
 * null. `beforehand` is called when it is one, before it is parsed.
 */
export function parseKeywordExpression(context: ParserContext, beforehand?: () => void): Expression | null {
  const { tokens } = context;
  switch (tokens.kind) {
    case 'identifier': {
      const next = tokens.peek();
      if (next !== ':' && next !== '@') return null;
      beforehand?.();
      return parseNamedFunction(context);
    }
    case '{':
      if (!tokens.startsFormals()) return null;
      beforehand?.();
      return parseFormalsFunction(context);
    case 'let':
      if (tokens.peek() === '{') return parseOldLet(context);
      beforehand?.();
      return parseLet(context);
    case 'with':
      beforehand?.();
      return parseWith(context);
    case 'assert':
      beforehand?.();
      return parseAssert(context);
    case 'if':
      beforehand?.();
      return parseIf(context);
    default:
      return null;
  }
}

function parseNamedFunction(context: ParserContext): Expression {
  const { tokens } = context;
  const argument = takeIdentifier(context);
  const { start } = argument;
  if (tokens.takes('@')) {
    if (tokens.is('{')) {
      const formals = parseFormals(context);
      const body = parseFunctionBody(context);
      return { kind: 'function', start, end: body.end, argument, formals, body };
    }
  }
  const body = parseFunctionBody(context);
  return { kind: 'function', start, end: body.end, argument, formals: null, body };
}

/** Parses a function that begins with the braces of its arguments. */
export function parseFormalsFunction(context: ParserContext): Expression {
  const { tokens } = context;
  const { start } = tokens;
  const formals = parseFormals(context);
  let argument: Identifier | null = null;
  if (tokens.takes('@')) {
    if (tokens.is('identifier')) argument = takeIdentifier(context);
  }
  const body = parseFunctionBody(context);
  return { kind: 'function', start, end: body.end, argument, formals, body };
}

function parseFunctionBody(context: ParserContext): Expression {
  const { tokens, problems } = context;
  if (!tokens.takes(':')) {
    const at = tokens.previousEnd;
    problems.add({
      code: 'missing-keyword',
      range: { start: at - 1, end: at },
      message: 'A colon is missing after the arguments of this function.',
      hint: 'Write { pkgs, ... }: and then what the function returns.',
      fix: insertion(at, ':'),
    });
  }
  return parseValue(context, tokens.previousEnd);
}

function takeIdentifier({ tokens }: ParserContext): Identifier {
  const { start, end, word } = tokens;
  tokens.advance();
  return { kind: 'identifier', start, end, name: word };
}

function parseLet(context: ParserContext): Expression {
  const { tokens } = context;
  const { start } = tokens;
  tokens.advance();
  const bindings = parseBindings(context, 'in', start);
  expectKeyword(context, 'in', { start, end: start + 3 }, 'let name = value; in what uses it');
  const body = context.parseExpression();
  return { kind: 'let', start, end: body.end, bindings, body };
}

function parseOldLet(context: ParserContext): Expression {
  const { tokens } = context;
  const { start } = tokens;
  tokens.advance();
  return context.parseSet(true, start);
}

function parseWith(context: ParserContext): Expression {
  const { start, environment, body } = parseHead(context, 'with pkgs; what uses it');
  return { kind: 'with', start, end: body.end, environment, body };
}

function parseAssert(context: ParserContext): Expression {
  const { start, environment, body } = parseHead(context, 'assert condition; what holds then');
  return { kind: 'assert', start, end: body.end, condition: environment, body };
}

function parseHead(context: ParserContext, example: string) {
  const { tokens } = context;
  const { start, end } = tokens;
  tokens.advance();
  const environment = context.parseExpression();
  if (environment.kind === 'application' && tokens.is(';') && tokens.endsAfterNext()) {
    // The `;` is that of the setting around: what looks like an argument is the body.
    const at = environment.function.end;
    context.problems.add({
      code: 'missing-semicolon',
      range: { start: at, end: at },
      message: `A ; is missing here, after what follows “${tokens.text.slice(start, end)}”.`,
      hint: `Write ${example}.`,
      fix: insertion(at, ';'),
    });
    return { start, environment: environment.function, body: environment.argument };
  }
  expectKeyword(context, ';', { start, end }, example);
  return { start, environment, body: context.parseExpression() };
}

function parseIf(context: ParserContext): Expression {
  const { tokens } = context;
  const { start, end } = tokens;
  const example = 'if condition then one value else another';
  tokens.advance();
  const condition = context.parseExpression();
  expectKeyword(context, 'then', { start, end }, example);
  const consequence = context.parseExpression();
  expectKeyword(context, 'else', { start, end }, example);
  const alternative = context.parseExpression();
  return { kind: 'if', start, end: alternative.end, condition, consequence, alternative };
}

function expectKeyword(
  { tokens, problems }: ParserContext,
  keyword: TokenKind,
  opener: { start: number; end: number },
  example: string,
): void {
  if (tokens.takes(keyword)) return;
  problems.add({
    code: 'missing-keyword',
    range: opener,
    message: `“${tokens.text.slice(opener.start, opener.end)}” is not followed by its “${keyword}”; there is ${currentSign(tokens)} instead.`,
    hint: `Write ${example}.`,
  });
}
