/** Which names are known where, as far as the text alone tells: let bindings, rec sets and arguments of functions. */

import type { AnyBinding, Expression, FunctionExpression } from '../syntax/tree.ts';
import type { Range } from '../text/range.ts';

export interface Definition {
  /** Where the name is given its meaning. */
  readonly name: Range;
  readonly kind: 'let' | 'attribute' | 'argument' | 'inherited';
  /** What it stands for, when that is written here; null for arguments and inherited names. */
  readonly value: Expression | null;
  /** The names that `value` can use. */
  readonly scope: Scope;
}

/** A chain of names, inner ones first. */
export class Scope {
  static readonly empty = new Scope(null);
  readonly #parent: Scope | null;
  readonly #definitions = new Map<string, Definition>();

  private constructor(parent: Scope | null) {
    this.#parent = parent;
  }

  find(name: string): Definition | null {
    return this.#definitions.get(name) ?? this.#parent?.find(name) ?? null;
  }

  /** The names of this scope and of those around it, inner ones first, each once. */
  names(): string[] {
    return [...new Set([...this.#definitions.keys(), ...(this.#parent?.names() ?? [])])];
  }

  /** The scope inside of `let … in` or `rec { … }`, whose bindings see each other. */
  withBindings(bindings: readonly AnyBinding[], kind: 'let' | 'attribute'): Scope {
    const inner = new Scope(this);
    for (const binding of bindings) {
      if (binding.kind === 'binding') {
        const [first, second] = binding.path.names;
        if (!first?.name) continue;
        const value = second === undefined ? binding.value : null;
        inner.#definitions.set(first.name, { name: first, kind, value, scope: inner });
      } else {
        for (const name of binding.names) {
          if (!name.name) continue;
          const outer = binding.source === null ? this.find(name.name) : null;
          const definition: Definition = outer ?? { name, kind: 'inherited', value: null, scope: this };
          inner.#definitions.set(name.name, definition);
        }
      }
    }
    return inner;
  }

  /** The scope inside of a function. */
  withArguments(expression: FunctionExpression): Scope {
    const inner = new Scope(this);
    const { argument, formals } = expression;
    if (argument !== null) {
      inner.#definitions.set(argument.name, { name: argument, kind: 'argument', value: null, scope: inner });
    }
    for (const { name } of formals?.names ?? []) {
      inner.#definitions.set(name.name, { name, kind: 'argument', value: null, scope: inner });
    }
    return inner;
  }
}

/** An expression together with the names that it can use. */
export interface Scoped {
  readonly expression: Expression;
  readonly scope: Scope;
}

/** Names that mean names that mean names: further than this nobody goes, and a circle ends here. */
const longestChain = 16;

/**
 * What an expression comes to when parentheses, `let`, `with` and `assert` around it are taken away and names that are
 * defined in this text are followed. Functions are not entered.
 */
export function resolve({ expression, scope }: Scoped, chain = 0): Scoped {
  switch (expression.kind) {
    case 'parenthesized':
      return resolve({ expression: expression.inner, scope }, chain);
    case 'let':
      return resolve(
        { expression: expression.body, scope: scope.withBindings(expression.bindings, 'let') },
        chain,
      );
    case 'with':
    case 'assert':
      return resolve({ expression: expression.body, scope }, chain);
    case 'identifier': {
      const definition = scope.find(expression.name);
      if (definition?.value == null || chain >= longestChain) return { expression, scope };
      return resolve({ expression: definition.value, scope: definition.scope }, chain + 1);
    }
    default:
      return { expression, scope };
  }
}

/** What a function returns, for functions of functions the innermost; other expressions are only resolved. */
export function resolveBody(scoped: Scoped, chain = 0): Scoped {
  const resolved = resolve(scoped);
  const { expression, scope } = resolved;
  if (expression.kind !== 'function' || chain >= longestChain) return resolved;
  return resolveBody({ expression: expression.body, scope: scope.withArguments(expression) }, chain + 1);
}
