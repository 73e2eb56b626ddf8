/** A configuration, flattened: which option paths are set, to what, and where. */
import type { AttributeName, Binding, Expression } from '../syntax/tree.ts';
import type { Range } from '../text/range.ts';
import { resolve, resolveBody, type Scope, type Scoped } from './scope.ts';

/** One step of an option path; null when it is computed. */
export type PathStep = string | null;

export interface Setting extends Scoped {
  readonly path: readonly PathStep[];
  /** The names that the path is written with, the last of them where the setting itself stands. */
  readonly names: readonly AttributeName[];
  /** The whole `a.b = value;`; null for a name in `inherit`. */
  readonly binding: Binding | null;
  /** Whether it only holds under a condition, as inside `mkIf` and `if`. */
  readonly conditional: boolean;
  /** Whether its value is a set whose own settings follow in the list. */
  readonly isSet: boolean;
}

/** A part of a configuration that the text alone does not say the value of. */
export interface Unresolved extends Range {
  readonly reason: 'computed' | 'imported';
}

export interface Settings {
  readonly settings: readonly Setting[];
  readonly unresolved: readonly Unresolved[];
}

interface Walk {
  readonly settings: Setting[];
  readonly unresolved: Unresolved[];
}

interface Place {
  /** The sets around this place: one that holds itself is not entered again. */
  readonly within: readonly Expression[];
  readonly path: readonly PathStep[];
  readonly names: readonly AttributeName[];
  readonly conditional: boolean;
}

/** More settings than anybody writes: names that stand for sets many times over could make any number. */
const maximumSettings = 10_000;

/**
 * Every setting of a configuration that is a set or a function that returns one, outer ones before inner ones.
 *
 * @param prefix the path that the configuration is written under, as in `roles.server.services.nginx = …`
 */
export function collectSettings(scoped: Scoped, prefix: readonly AttributeName[] = []): Settings {
  const walk: Walk = { settings: [], unresolved: [] };
  const place = { path: [], names: [], conditional: false, within: [] };
  if (prefix.length > 0) add(walk, prefix, scoped.expression, scoped.scope, null, place);
  else collect(walk, resolveBody(scoped), place);
  return walk;
}

function collect(walk: Walk, scoped: Scoped, place: Place): void {
  const { expression, scope } = resolve(scoped);
  if (place.within.includes(expression) || walk.settings.length > maximumSettings) return;
  const deeper = { ...place, within: [...place.within, expression] };
  switch (expression.kind) {
    case 'set': {
      const inner = expression.recursive ? scope.withBindings(expression.bindings, 'attribute') : scope;
      for (const binding of expression.bindings) collectBinding(walk, binding, inner, deeper);
      return;
    }
    case 'binary':
      if (expression.operator !== '//') break;
      collect(walk, { expression: expression.left, scope }, deeper);
      collect(walk, { expression: expression.right, scope }, deeper);
      return;
    case 'if':
      collect(walk, { expression: expression.consequence, scope }, { ...deeper, conditional: true });
      collect(walk, { expression: expression.alternative, scope }, { ...deeper, conditional: true });
      return;
    case 'application':
      if (collectApplication(walk, expression, scope, deeper)) return;
      break;
    case 'missing':
      return;
  }
  walk.unresolved.push({
    start: expression.start,
    end: expression.end,
    reason: isImport(expression) ? 'imported' : 'computed',
  });
}

function collectBinding(
  walk: Walk,
  binding: Binding | { kind: 'inherit'; names: readonly AttributeName[] },
  scope: Scope,
  place: Place,
): void {
  if (binding.kind === 'inherit') {
    for (const name of binding.names) {
      const identifier: Expression = {
        kind: 'identifier',
        start: name.start,
        end: name.end,
        name: name.name ?? '',
      };
      add(walk, [name], identifier, scope, null, place);
    }
  } else {
    add(walk, binding.path.names, binding.value, scope, binding, place);
  }
}

function add(
  walk: Walk,
  names: readonly AttributeName[],
  value: Expression,
  scope: Scope,
  binding: Binding | null,
  place: Place,
): void {
  const path = [...place.path, ...names.map((name) => name.name)];
  const allNames = [...place.names, ...names];
  const unwrapped = unwrap({ expression: value, scope });
  const conditional = place.conditional || unwrapped.conditional;
  const isSet = holdsSettings(unwrapped.expression);
  walk.settings.push({
    path,
    names: allNames,
    binding,
    conditional,
    isSet,
    expression: unwrapped.expression,
    scope: unwrapped.scope,
  });
  if (isSet) collect(walk, unwrapped, { path, names: allNames, conditional, within: place.within });
}

function holdsSettings(expression: Expression): boolean {
  if (expression.kind === 'set') return true;
  if (expression.kind === 'binary') return expression.operator === '//';
  return expression.kind === 'application' && functionName(expression.function) === 'mkMerge';
}

/** `mkMerge [ … ]` and what is wrapped; false when the application is none that settings come from. */
function collectApplication(walk: Walk, expression: Expression, scope: Scope, place: Place): boolean {
  if (expression.kind === 'application' && functionName(expression.function) === 'mkMerge') {
    const list = resolve({ expression: expression.argument, scope });
    if (list.expression.kind !== 'list') return false;
    for (const element of list.expression.elements)
      collect(walk, { expression: element, scope: list.scope }, place);
    return true;
  }
  const unwrapped = unwrap({ expression, scope });
  if (unwrapped.expression === expression) return false;
  collect(walk, unwrapped, { ...place, conditional: place.conditional || unwrapped.conditional });
  return true;
}

/** Functions that change how much a value weighs and not what it is, and how many arguments stand before it. */
const wrappers: ReadonlyMap<string, number> = new Map([
  ['mkForce', 0],
  ['mkDefault', 0],
  ['mkBefore', 0],
  ['mkAfter', 0],
  ['mkVMOverride', 0],
  ['mkOverride', 1],
  ['mkOrder', 1],
  ['mkIf', 1],
  ['optionalAttrs', 1],
  ['optionals', 1],
]);

/** The value inside of `lib.mkForce`, `lib.mkIf condition` and their like. */
export function unwrap(scoped: Scoped, chain = 0): Scoped & { readonly conditional: boolean } {
  const { expression, scope } = resolve(scoped);
  if (expression.kind !== 'application' || chain > 8) return { expression, scope, conditional: false };
  const before = expression.function.kind === 'application' ? 1 : 0;
  const head =
    expression.function.kind === 'application' ? expression.function.function : expression.function;
  const name = functionName(head);
  if (name === null || wrappers.get(name) !== before) return { expression, scope, conditional: false };
  const inner = unwrap({ expression: expression.argument, scope }, chain + 1);
  return { ...inner, conditional: inner.conditional || name === 'mkIf' || name.startsWith('optional') };
}

/** The last name of `f` or `lib.f`. */
export function functionName(expression: Expression): string | null {
  if (expression.kind === 'identifier') return expression.name;
  if (expression.kind === 'selection') return expression.path.names.at(-1)?.name ?? null;
  return null;
}

/** Whether an expression is `import …`, with or without arguments after it, or a path that stands for a module. */
export function isImport(expression: Expression): boolean {
  if (expression.kind === 'path') return true;
  if (expression.kind !== 'application') return false;
  return functionName(expression.function) === 'import' || isImport(expression.function);
}
