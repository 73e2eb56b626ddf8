/** The attributes of a set one level deep, through `let`, `with`, functions and `//`. */
import type { AttributeName, Binding, Expression } from '../syntax/tree.ts';
import { resolve, resolveBody, type Scope, type Scoped } from './scope.ts';

export interface Entry {
  /** The names left of `=`: more than one for `roles.server = …`. */
  readonly names: readonly AttributeName[];
  readonly value: Expression;
  readonly scope: Scope;
  /** Null for a name in `inherit`. */
  readonly binding: Binding | null;
}

export interface Entries {
  readonly entries: readonly Entry[];
  /** What else contributes attributes that the text does not show. */
  readonly hidden: readonly Expression[];
}

/** The attributes of what an expression or the function that it is comes to. */
export function readEntries(scoped: Scoped): Entries {
  const { expression, scope } = resolveBody(scoped);
  if (expression.kind === 'set') {
    const inner = expression.recursive ? scope.withBindings(expression.bindings, 'attribute') : scope;
    return { entries: expression.bindings.flatMap((binding) => readBinding(binding, inner)), hidden: [] };
  }
  if (expression.kind === 'binary' && expression.operator === '//') {
    const left = readEntries({ expression: expression.left, scope });
    const right = readEntries({ expression: expression.right, scope });
    return { entries: [...left.entries, ...right.entries], hidden: [...left.hidden, ...right.hidden] };
  }
  return { entries: [], hidden: expression.kind === 'missing' ? [] : [expression] };
}

function readBinding(
  binding: Binding | { kind: 'inherit'; names: readonly AttributeName[] },
  scope: Scope,
): Entry[] {
  if (binding.kind === 'binding')
    return [{ names: binding.path.names, value: binding.value, scope, binding }];
  return binding.names.map((name) => {
    const identifier: Expression = {
      kind: 'identifier',
      start: name.start,
      end: name.end,
      name: name.name ?? '',
    };
    const resolved = resolve({ expression: identifier, scope });
    return { names: [name], value: resolved.expression, scope: resolved.scope, binding: null };
  });
}
