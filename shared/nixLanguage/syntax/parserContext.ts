/** What the parts of the parser share: the tokens, the problems found so far, and how to parse an expression. */
import type { Range } from '../text/range.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { ProblemCode, SyntaxProblem } from './problem.ts';
import type { TokenStream } from './tokenStream.ts';
import type { AttributeSet, Expression } from './tree.ts';

export interface ParserContext {
  readonly tokens: TokenStream;
  readonly problems: ProblemLog;
  /**
   * Whether lines that stand further left than what is open close it. Off at first; a text that has problems is
   * parsed again with it, because people indent what they mean even where they forget a bracket.
   */
  readonly trustIndentation: boolean;
  /** Brackets that are open now, by their closing sign. */
  readonly open: Record<')' | ']' | '}' | 'in', number>;
  /** Columns by which the line of the binding that is being read is indented; -1 when it does not begin its line. */
  bindingIndentation: number;
  /** Depth of nesting, so that a text made of a million brackets cannot exhaust the stack. */
  depth: number;
  readonly parseExpression: () => Expression;
  readonly parseFormalsFunction: () => Expression;
  readonly parseSimple: () => Expression;
  readonly parseSet: (recursive: boolean, start: number) => AttributeSet;
}

export interface Report {
  readonly code: ProblemCode;
  readonly range: Range;
  readonly message: string;
  readonly hint: string;
  readonly fix?: TextEdit;
}

/** Collects problems, and keeps only the first of those that are met at one token: the others follow from it. */
export class ProblemLog {
  readonly problems: SyntaxProblem[] = [];
  readonly #tokens: TokenStream;
  #lastToken = -1;
  #isQuiet = false;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  add({ code, range, message, hint, fix }: Report): void {
    if (this.#isQuiet || this.#tokens.start === this.#lastToken) return;
    this.#lastToken = this.#tokens.start;
    this.problems.push({ code, start: range.start, end: range.end, message, hint, fix: fix ?? null });
  }

  /** Runs `skip` over text that belongs to the last problem: what it would report is kept back. */
  quietly(skip: () => void): void {
    const wasQuiet = this.#isQuiet;
    this.#isQuiet = true;
    skip();
    this.#isQuiet = wasQuiet;
  }

  /** Declares the current token part of the last problem. */
  absorb(): void {
    this.#lastToken = this.#tokens.start;
  }
}

/** Deeper than anybody nests, far from where the stack ends. */
const maximumDepth = 500;

/** Runs `parse` one level deeper, or gives up on the rest of the text when that is too deep. */
export function nested(context: ParserContext, parse: (context: ParserContext) => Expression): Expression {
  if (context.depth < maximumDepth) {
    context.depth++;
    const expression = parse(context);
    context.depth--;
    return expression;
  }
  const { tokens, problems } = context;
  const { start } = tokens;
  problems.add({
    code: 'unexpected',
    range: currentRange(tokens),
    message: 'Hundreds of brackets are open here.',
    hint: 'Most likely something further up is not closed.',
  });
  tokens.continueAt(tokens.text.length);
  problems.absorb();
  return { kind: 'missing', start, end: start };
}

/** The range of the current token. */
export function currentRange(tokens: TokenStream): Range {
  return { start: tokens.start, end: tokens.end };
}

/** The current token as a message shows it. */
export function currentSign(tokens: TokenStream): string {
  if (tokens.kind === 'end') return 'the end of the text';
  return `“${tokens.word}”`;
}

/** An edit that writes `text` at `offset`. */
export function insertion(offset: number, text: string): TextEdit {
  return { offset, length: 0, text };
}

/** An edit that puts `text` in the place of a range. */
export function replacement(range: Range, text: string): TextEdit {
  return { offset: range.start, length: range.end - range.start, text };
}

/** What to say of the bracket at `start` when what it holds has ended and it has not. */
export function unclosedBracket(opener: string, closer: string, start: number) {
  return {
    code: 'unclosed-bracket',
    range: { start, end: start + 1 },
    message: `The “${opener}” that stands here is not closed.`,
    hint: `Write ${closer} where what it holds ends.`,
  } as const;
}
