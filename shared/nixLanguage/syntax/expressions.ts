/** Operators, function application and everything that an expression can begin with. */
import { parseAttributePath, startsName } from './attributePath.ts';
import { parseKeywordExpression } from './keywordExpressions.ts';
import { startsSimple } from './lists.ts';
import { currentRange, currentSign, nested, type ParserContext } from './parserContext.ts';
import { parseSimple } from './simple.ts';
import type { TokenKind } from './tokens.ts';
import type { BinaryOperator, Expression } from './tree.ts';

/** Nix's operators: how tightly they bind, and on which side they group. `null`: not at all. */
const binaryOperators: Readonly<
  Partial<Record<TokenKind, readonly [power: number, groups: 'left' | 'right' | null]>>
> = {
  '->': [1, 'right'],
  '||': [2, 'left'],
  '&&': [3, 'left'],
  '==': [4, null],
  '!=': [4, null],
  '<': [5, null],
  '>': [5, null],
  '<=': [5, null],
  '>=': [5, null],
  '//': [6, 'right'],
  '+': [8, 'left'],
  '-': [8, 'left'],
  '*': [9, 'left'],
  '/': [9, 'left'],
  '++': [10, 'right'],
};
const notPower = 7;
const attributeTestPower = 11;
const negationPower = 12;

/** Parses one expression. Where none begins, reports that and returns a `missing` one without taking a token. */
export function parseExpression(context: ParserContext): Expression {
  return nested(context, () => parseKeywordExpression(context) ?? parseOperation(context, 0));
}

function parseOperation(context: ParserContext, minimumPower: number): Expression {
  const { tokens, problems } = context;
  let left = parseOperand(context);
  let lastUngrouped = -1;
  for (;;) {
    if (tokens.kind === '?') {
      if (attributeTestPower < minimumPower) return left;
      tokens.advance();
      if (!startsName(tokens.kind))
        return missing(context, 'The name of an attribute is missing after this “?”.');
      const path = parseAttributePath(context);
      left = { kind: 'attribute-test', start: left.start, end: path.end, subject: left, path };
      continue;
    }
    const operator = tokens.kind;
    const binding = binaryOperators[operator];
    if (binding === undefined || binding[0] < minimumPower) return left;
    const [power, groups] = binding;
    if (groups === null && power === lastUngrouped) {
      problems.add({
        code: 'needs-parentheses',
        range: currentRange(tokens),
        message: `${currentSign(tokens)} cannot follow another comparison.`,
        hint: 'Put one of the two comparisons in parentheses.',
      });
    }
    if (groups === null) lastUngrouped = power;
    tokens.advance();
    const right = parseOperation(context, groups === 'right' ? power : power + 1);
    left = {
      kind: 'binary',
      start: left.start,
      end: right.end,
      operator: operator as BinaryOperator,
      left,
      right,
    };
  }
}

function parseOperand(context: ParserContext): Expression {
  const { tokens, problems } = context;
  const { start, kind } = tokens;
  if (kind === '!' || kind === '-') {
    tokens.advance();
    const operand = nested(context, () => parseOperation(context, kind === '!' ? notPower : negationPower));
    return { kind: 'unary', start, end: operand.end, operator: kind, operand };
  }
  const keywordSign = currentSign(tokens);
  const keywordRange = currentRange(tokens);
  const keyword = parseKeywordExpression(context, () =>
    problems.add({
      code: 'needs-parentheses',
      range: keywordRange,
      message: `What begins here with ${keywordSign} needs parentheses.`,
      hint: 'After an operator, write ( … ) around a function and around if, let, with and assert.',
    }),
  );
  return keyword ?? parseApplication(context);
}

function parseApplication(context: ParserContext): Expression {
  const { tokens } = context;
  let expression = parseSimple(context);
  while (startsArgument(context)) {
    const argument = parseSimple(context);
    expression = {
      kind: 'application',
      start: expression.start,
      end: tokens.previousEnd,
      function: expression,
      argument,
    };
  }
  return expression;
}

function startsArgument(context: ParserContext): boolean {
  const { tokens } = context;
  const { kind } = tokens;
  if (!startsSimple(kind)) return false;
  if (kind !== 'identifier' && kind !== '"') return true;
  if (tokens.startsBinding()) return false;
  if (!context.trustIndentation || kind !== 'identifier' || !tokens.startsLine()) return true;
  // A word at the height of the setting's own name is the beginning of the next one.
  return tokens.indentation() > context.bindingIndentation;
}

function missing({ tokens, problems }: ParserContext, message: string): Expression {
  const at = tokens.previousEnd;
  problems.add({
    code: 'missing-name',
    range: { start: at, end: at },
    message,
    hint: 'Write set ? name to ask whether a set has an attribute.',
  });
  return { kind: 'missing', start: at, end: at };
}
