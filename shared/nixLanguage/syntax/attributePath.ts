/** Names of attributes and the paths made of them. */
import { currentRange, currentSign, type ParserContext, replacement } from './parserContext.ts';
import { parseInterpolation, parseString } from './strings.ts';
import type { TokenKind } from './tokens.ts';
import type { AttributeName, AttributePath } from './tree.ts';

/** Parses `a.b."c".${d}`; the current token must begin a name. */
export function parseAttributePath(context: ParserContext): AttributePath {
  const { tokens, problems } = context;
  const { start } = tokens;
  const names = [parseAttributeName(context)];
  while (tokens.kind === '.') {
    tokens.advance();
    const isNextBinding = tokens.isOnNewLine() && tokens.startsBinding() && context.trustIndentation;
    if (startsName(tokens.kind) && !isNextBinding) {
      names.push(parseAttributeName(context));
    } else if (isReserved(tokens.kind) && !tokens.isOnNewLine()) {
      const range = currentRange(tokens);
      problems.add({
        code: 'reserved-word',
        range,
        message: `${currentSign(tokens)} is a word of the Nix language and cannot be a name as it stands.`,
        hint: `Put it between double quotes: "${tokens.word}".`,
        fix: replacement(range, `"${tokens.word}"`),
      });
      names.push({ ...range, name: tokens.word, expression: null });
      tokens.advance();
    } else {
      const at = tokens.previousEnd;
      problems.add({
        code: 'missing-name',
        range: { start: at - 1, end: at },
        message: 'A name is missing after this dot.',
        hint: 'Write the name of what you mean after the dot, or remove the dot.',
      });
      names.push({ start: at, end: at, name: '', expression: null });
      break;
    }
  }
  return { start, end: tokens.previousEnd, names };
}

/** Parses one name; the current token must begin it. */
export function parseAttributeName(context: ParserContext): AttributeName {
  const { tokens } = context;
  const { start, kind } = tokens;
  if (kind === '"') {
    const expression = parseString(context);
    const isPlain = expression.parts.every((part) => part.kind === 'text');
    const raw = tokens.text.slice(expression.content.start, expression.content.end);
    const name = isPlain ? raw.replace(/\\(.)/gs, '$1') : null;
    return { start, end: expression.end, name, expression };
  }
  if (kind === '${') {
    const { end, expression } = parseInterpolation(context, start);
    tokens.continueAt(end);
    return { start, end, name: null, expression };
  }
  const name = tokens.word;
  tokens.advance();
  return { start, end: tokens.previousEnd, name, expression: null };
}

/** Whether a token can begin the name of an attribute. */
export function startsName(kind: TokenKind): boolean {
  return kind === 'identifier' || kind === '"' || kind === '${' || kind === 'or';
}

const reservedWords: ReadonlySet<TokenKind> = new Set([
  'if',
  'then',
  'else',
  'assert',
  'with',
  'let',
  'in',
  'rec',
]);

/** Whether a token is a word of the language that some take for a name. */
export function isReserved(kind: TokenKind): boolean {
  return reservedWords.has(kind) || kind === 'inherit';
}
