import { leadingBlanks } from '../text/indentation.ts';
import type { Range } from '../text/range.ts';
import { parseExpression } from './expressions.ts';
import { parseFormalsFunction } from './keywordExpressions.ts';
import { currentRange, currentSign, type ParserContext, ProblemLog } from './parserContext.ts';
import type { ProblemCode, SyntaxProblem } from './problem.ts';
import { strayCloser } from './recovery.ts';
import { parseSet, parseSimple } from './simple.ts';
import { TokenStream } from './tokenStream.ts';
import type { Expression } from './tree.ts';

export interface SyntaxTree {
  readonly root: Expression;
  readonly comments: readonly Range[];
  /** In the order of the text. Empty exactly when Nix's own parser takes the text. */
  readonly problems: readonly SyntaxProblem[];
}

/** Mistakes that show far from where they were made. */
const farProblems: ReadonlySet<ProblemCode> = new Set([
  'unclosed-bracket',
  'unclosed-string',
  'stray-sign',
  'missing-keyword',
  'unexpected',
]);

/**
 * Parses any text. A text with problems is parsed a second time with its indentation taken at its word, and the
 * reading that needs fewer problems to explain the text is the one that is kept. When both need as many, indentation
 * decides where brackets and quotes are concerned.
 */
export function parseText(text: string): SyntaxTree {
  const strict = parseOnce(text, false);
  if (strict.problems.length === 0) return strict;
  const indented = parseOnce(text, true);
  const difference = indented.problems.length - strict.problems.length;
  const writtenEnd = text.trimEnd().length;
  const isFar = ({ code, start }: SyntaxProblem) => farProblems.has(code) || start >= writtenEnd;
  const decides = difference === 0 && strict.problems.some(isFar);
  return difference < 0 || decides ? indented : strict;
}

function parseOnce(text: string, trustIndentation: boolean): SyntaxTree {
  const tokens = new TokenStream(text);
  const problems = new ProblemLog(tokens);
  const context: ParserContext = {
    tokens,
    problems,
    trustIndentation,
    open: { ')': 0, ']': 0, '}': 0, in: 0 },
    bindingIndentation: -1,
    depth: 0,
    parseExpression: () => parseExpression(context),
    parseFormalsFunction: () => parseFormalsFunction(context),
    parseSimple: () => parseSimple(context),
    parseSet: (recursive, start) => parseSet(context, recursive, start),
  };
  const root = parseExpression(context);
  if (tokens.kind !== 'end') reportRest(context, root);
  return { root, comments: tokens.comments, problems: withOpenComment(context) };
}

function reportRest({ tokens, problems }: ParserContext, root: Expression): void {
  const range = currentRange(tokens);
  const { kind } = tokens;
  if (kind === '}' || kind === ')' || kind === ']') {
    problems.add(strayCloser(tokens.word, range));
  } else if (kind === '=' && root.kind === 'identifier') {
    problems.add({
      code: 'unexpected',
      range: { start: root.start, end: root.end },
      message: 'A setting stands here outside of any { }.',
      hint: 'A file of Nix is one value. Write { name = value; }.',
    });
  } else {
    problems.add({
      code: 'unexpected',
      range,
      message: `The text should have ended before ${currentSign(tokens)}: a file of Nix is one value.`,
      hint:
        leadingBlanks(tokens.text, range.start) !== ''
          ? 'Look for a closing } too many before this place.'
          : 'Remove what follows, or join it to what stands before.',
    });
  }
}

/** A comment without an end hides the rest of the text: it alone is the mistake, and not what is missed because of it. */
function withOpenComment({ tokens, problems }: ParserContext): SyntaxProblem[] {
  const all = problems.problems.toSorted((left, right) => left.start - right.start);
  const last = tokens.comments.at(-1);
  if (last === undefined || last.end !== tokens.text.length || !tokens.text.startsWith('/*', last.start))
    return all;
  if (tokens.text.slice(last.start + 2).endsWith('*/')) return all;
  const { start } = last;
  return [
    ...all.filter((problem) => problem.end + 1 < start && problem.code !== 'unclosed-bracket'),
    {
      code: 'unclosed-comment',
      start,
      end: start + 2,
      message: 'The comment that begins here with /* is not closed.',
      hint: 'Write */ where it ends, or begin each of its lines with #.',
      fix: null,
    },
  ];
}
