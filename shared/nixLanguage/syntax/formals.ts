/** `{ a, b ? 1, ... }`, the arguments of a function. */
import { currentRange, currentSign, insertion, type ParserContext, replacement } from './parserContext.ts';
import type { Expression, Formal, Formals } from './tree.ts';

/** Parses the arguments whose `{` is the current token, or would be had it been written. */
export function parseFormals(context: ParserContext): Formals {
  const { tokens, problems, open } = context;
  const { start } = tokens;
  const names: Formal[] = [];
  let isOpen = false;
  if (!tokens.takes('{')) {
    problems.add({
      code: 'missing-opener',
      range: { start, end: tokens.end },
      message: 'The arguments of this function do not begin with a brace.',
      hint: 'Write { pkgs, lib, ... }: and then what the function returns.',
      fix: insertion(start, '{ '),
    });
  }
  open['}']++;
  while (tokens.kind !== '}') {
    if (tokens.kind === '...') {
      isOpen = true;
      tokens.advance();
      // The dots come last; what is after them is read all the same.
      if (tokens.is(',') || tokens.is('identifier')) reportAfterDots(context);
    } else if (tokens.kind === 'identifier') {
      names.push(parseFormal(context));
    } else {
      break;
    }
    if (!takeSeparator(context)) break;
  }
  open['}']--;
  if (!tokens.takes('}')) {
    const isKnown = tokens.kind === ':' || tokens.kind === 'end' || tokens.kind === '@';
    problems.add({
      code: isKnown ? 'unclosed-bracket' : 'unexpected',
      range: isKnown ? { start, end: start + 1 } : currentRange(tokens),
      message: isKnown
        ? 'The list of arguments that begins here is not closed.'
        : `${currentSign(tokens)} cannot stand among the arguments of a function.`,
      hint: 'Arguments are written { pkgs, lib, ... }: and then what the function returns.',
      ...(isKnown ? { fix: insertion(tokens.previousEnd, ' }') } : {}),
    });
    skipToArgumentEnd(context);
  }
  return { start, end: tokens.previousEnd, names, open: isOpen };
}

function parseFormal(context: ParserContext): Formal {
  const { tokens } = context;
  const { start, end } = tokens;
  const name = { kind: 'identifier', start, end, name: tokens.word } as const;
  tokens.advance();
  let fallback: Expression | null = null;
  if (tokens.kind === '?') {
    tokens.advance();
    fallback = context.parseExpression();
  }
  return { start, end: tokens.previousEnd, name, fallback };
}

/** Takes the comma between two arguments, or says that it is not there; false when the arguments have ended. */
function takeSeparator({ tokens, problems }: ParserContext): boolean {
  const { kind } = tokens;
  if (kind === ',') {
    tokens.advance();
    return true;
  }
  if (kind === ';') {
    const range = currentRange(tokens);
    problems.add({
      code: 'missing-separator',
      range,
      message: 'The arguments of a function are separated by commas, not by semicolons.',
      hint: 'Write { pkgs, lib, ... }:.',
      fix: replacement(range, ','),
    });
    tokens.advance();
    return true;
  }
  if (kind === 'identifier' || kind === '...') {
    const at = tokens.previousEnd;
    problems.add({
      code: 'missing-separator',
      range: { start: at, end: tokens.start },
      message: `A comma is missing before ${currentSign(tokens)}.`,
      hint: 'The arguments of a function are separated by commas: { pkgs, lib, ... }:.',
      fix: insertion(at, ','),
    });
    return true;
  }
  return kind === '}';
}

function reportAfterDots({ tokens, problems }: ParserContext): void {
  problems.add({
    code: 'missing-separator',
    range: currentRange(tokens),
    message: 'The dots come last among the arguments of a function.',
    hint: 'Write { pkgs, lib, ... }:, with nothing between ... and }.',
  });
}

/** Goes on after the `}` of the arguments when that is on the same line, else stays where the body may begin. */
function skipToArgumentEnd({ tokens }: ParserContext): void {
  while (tokens.kind !== 'end' && tokens.kind !== ':' && !tokens.isOnNewLine()) {
    const isClose = tokens.kind === '}';
    tokens.advance();
    if (isClose) return;
  }
}
