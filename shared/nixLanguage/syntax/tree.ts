/**
 * The syntax tree of a Nix text. Every node knows its range. A tree is always whole: where something is not written
 * yet stands a `missing` expression, so that a text is usable while it is being typed.
 */
import type { Range } from '../text/range.ts';

export type Expression =
  | Identifier
  | NumberLiteral
  | StringLiteral
  | PathLiteral
  | UriLiteral
  | ListExpression
  | AttributeSet
  | LetExpression
  | WithExpression
  | AssertExpression
  | IfExpression
  | FunctionExpression
  | Application
  | Selection
  | AttributeTest
  | UnaryExpression
  | BinaryExpression
  | Parenthesized
  | MissingExpression;

export interface Identifier extends Range {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface NumberLiteral extends Range {
  readonly kind: 'number';
  readonly value: number;
}

/** `"…"` or `''…''`. `content` is what stands between the quotes; `closed` is false when the end quote is not there. */
export interface StringLiteral extends Range {
  readonly kind: 'string';
  readonly indented: boolean;
  readonly closed: boolean;
  readonly content: Range;
  readonly parts: readonly StringPart[];
}

/** Raw text with its escapes, or `${…}`. */
export type StringPart = StringText | Interpolation;

export interface StringText extends Range {
  readonly kind: 'text';
}

export interface Interpolation extends Range {
  readonly kind: 'interpolation';
  readonly expression: Expression;
}

/** `./a`, `/a`, `~/a` or `<a>`. `text` is null when the path has interpolations. */
export interface PathLiteral extends Range {
  readonly kind: 'path';
  readonly text: string | null;
  readonly interpolations: readonly Interpolation[];
}

export interface UriLiteral extends Range {
  readonly kind: 'uri';
  readonly text: string;
}

export interface ListExpression extends Range {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
}

/** `{ … }` or `rec { … }`; also the old `let { … }`. `open` is the offset of its brace, `closed` whether it ends in one. */
export interface AttributeSet extends Range {
  readonly kind: 'set';
  readonly recursive: boolean;
  readonly open: number;
  readonly closed: boolean;
  readonly bindings: readonly AnyBinding[];
}

export type AnyBinding = Binding | InheritBinding;

/** `a.b = value;` with its semicolon. */
export interface Binding extends Range {
  readonly kind: 'binding';
  readonly path: AttributePath;
  readonly value: Expression;
}

/** `inherit a b;` or `inherit (source) a b;` with its semicolon. */
export interface InheritBinding extends Range {
  readonly kind: 'inherit';
  readonly source: Expression | null;
  readonly names: readonly AttributeName[];
}

export interface AttributePath extends Range {
  readonly names: readonly AttributeName[];
}

/** One step of a path: `name` is null when it is computed. An empty name is one that is not written yet. */
export interface AttributeName extends Range {
  readonly name: string | null;
  readonly expression: Expression | null;
}

export interface LetExpression extends Range {
  readonly kind: 'let';
  readonly bindings: readonly AnyBinding[];
  readonly body: Expression;
}

export interface WithExpression extends Range {
  readonly kind: 'with';
  readonly environment: Expression;
  readonly body: Expression;
}

export interface AssertExpression extends Range {
  readonly kind: 'assert';
  readonly condition: Expression;
  readonly body: Expression;
}

export interface IfExpression extends Range {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly consequence: Expression;
  readonly alternative: Expression;
}

/** `x: body`, `{ a, b ? 1, ... }: body`, `{ … }@x: body`. */
export interface FunctionExpression extends Range {
  readonly kind: 'function';
  readonly argument: Identifier | null;
  readonly formals: Formals | null;
  readonly body: Expression;
}

export interface Formals extends Range {
  readonly names: readonly Formal[];
  readonly open: boolean;
}

export interface Formal extends Range {
  readonly name: Identifier;
  readonly fallback: Expression | null;
}

export interface Application extends Range {
  readonly kind: 'application';
  readonly function: Expression;
  readonly argument: Expression;
}

export interface Selection extends Range {
  readonly kind: 'selection';
  readonly subject: Expression;
  readonly path: AttributePath;
  readonly fallback: Expression | null;
}

/** `subject ? path`. */
export interface AttributeTest extends Range {
  readonly kind: 'attribute-test';
  readonly subject: Expression;
  readonly path: AttributePath;
}

export interface UnaryExpression extends Range {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
}

export interface BinaryExpression extends Range {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export type BinaryOperator =
  | '->'
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | '//'
  | '+'
  | '-'
  | '*'
  | '/'
  | '++';

export interface Parenthesized extends Range {
  readonly kind: 'parenthesized';
  readonly inner: Expression;
}

/** Nothing is written where a value belongs. */
export interface MissingExpression extends Range {
  readonly kind: 'missing';
}
