/** Values that stand in the text as they are. */
import type { NixDocument } from '../syntax/document.ts';
import type { Expression, StringLiteral } from '../syntax/tree.ts';
import { decodeString } from './embeddedText.ts';

/** The text of a string without interpolations; null for anything else. */
export function literalText(document: NixDocument, expression: Expression): string | null {
  if (expression.kind === 'uri') return expression.text;
  if (expression.kind !== 'string' || !isPlain(expression)) return null;
  return decodeString(document.text, expression).text;
}

/** The whole numbers of a number, a string of digits, or a list of these; null as soon as one is something else. */
export function literalNumbers(document: NixDocument, expression: Expression): LiteralNumber[] | null {
  if (expression.kind === 'list') {
    const found = expression.elements.map((element) => literalNumbers(document, element));
    return found.some((numbers) => numbers === null) ? null : found.flatMap((numbers) => numbers ?? []);
  }
  const value =
    expression.kind === 'number' ? expression.value : Number(literalText(document, expression) || Number.NaN);
  return Number.isInteger(value) ? [{ value, start: expression.start, end: expression.end }] : null;
}

export interface LiteralNumber {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** `true` or `false`; null for anything else. */
export function literalBoolean(expression: Expression): boolean | null {
  if (expression.kind !== 'identifier') return null;
  return expression.name === 'true' ? true : expression.name === 'false' ? false : null;
}

function isPlain(expression: StringLiteral): boolean {
  return expression.parts.every((part) => part.kind === 'text');
}
