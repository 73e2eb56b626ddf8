/** The parts of a composition as nodes of its tree: what the outline is made from, and what edits are made on. */
import type { NixDocument } from '../syntax/document.ts';
import type { AttributeSet } from '../syntax/tree.ts';
import { encloses } from '../text/range.ts';
import { type Entries, type Entry, readEntries } from './entries.ts';
import { literalText } from './literals.ts';
import type { Named, OutlineScript } from './outline.ts';
import { type ReadRole, type RolePart, readRole } from './roles.ts';
import { resolve, resolveBody, Scope } from './scope.ts';
import { readScript } from './scripts.ts';

export interface CompositionSource {
  /** The attributes of what the composition returns. */
  readonly top: Entries;
  readonly roles: readonly ReadRole[];
  readonly testScript: OutlineScript | null;
  readonly distribution: readonly (Named & { readonly nodes: number | readonly string[] | null })[];
}

/** Finds the parts of a composition; those that are not there are empty. */
export function readSource(document: NixDocument): CompositionSource {
  const top = readEntries({ expression: document.root, scope: Scope.empty });
  return {
    top,
    roles: readRoles(document, top),
    testScript: readTestScript(document, top),
    distribution: nestedEntries(top, ['rolesDistribution']).map(({ name, entry }) => ({
      ...name,
      nodes: readNodes(document, entry),
    })),
  };
}

/** The set that the composition returns, if it is one that is written here. */
export function mainSet({ root }: NixDocument): AttributeSet | null {
  const { expression } = resolveBody({ expression: root, scope: Scope.empty });
  return expression.kind === 'set' ? expression : null;
}

/** The set that holds the roles, `roles = { … }`; null when they are written in another way. */
export function rolesSet(document: NixDocument, { top }: CompositionSource): AttributeSet | null {
  const entry = top.entries.find(
    ({ names }) => names.length === 1 && roleAttributes.includes(names[0]?.name ?? ''),
  );
  if (entry === undefined) return null;
  const { expression } = resolveBody({ expression: entry.value, scope: entry.scope });
  return expression.kind === 'set' && encloses(document.root, expression) ? expression : null;
}

/** The attribute that holds the roles, and its older name. */
export const roleAttributes: readonly string[] = ['roles', 'nodes'];

export interface NestedEntry {
  readonly name: Named;
  readonly entry: Entry;
  /** The names between the nested name and the value, as in `roles.server.services = …`. */
  readonly rest: Entry['names'];
}

/** The attributes of attributes of the given names, whether written `a = { b = …; }` or `a.b = …`. */
export function nestedEntries(top: Entries, names: readonly string[]): NestedEntry[] {
  return top.entries.flatMap((entry) => {
    const [first, ...others] = entry.names;
    if (typeof first?.name !== 'string' || !names.includes(first.name)) return [];
    if (others.length > 0) return nested(entry, others);
    return readEntries({ expression: entry.value, scope: entry.scope }).entries.flatMap((inner) =>
      nested(inner, inner.names),
    );
  });
}

function nested(entry: Entry, [name, ...rest]: Entry['names']): NestedEntry[] {
  if (!name?.name) return [];
  return [{ name: { name: name.name, start: name.start, end: name.end }, entry, rest }];
}

function readRoles(document: NixDocument, top: Entries): ReadRole[] {
  const parts = new Map<string, { name: Named; parts: [RolePart, ...RolePart[]] }>();
  for (const { name, entry, rest } of nestedEntries(top, roleAttributes)) {
    const { start, end } = name;
    // A role named in `inherit` is written elsewhere in the text: it is read from there.
    const path = { start, end, names: entry.names };
    const binding = entry.binding ?? { kind: 'binding', start, end, path, value: entry.value };
    const isWritten = entry.binding !== null;
    const part: RolePart = { name: { start, end }, isWritten, binding, prefix: rest, scope: entry.scope };
    const known = parts.get(name.name);
    if (known === undefined) parts.set(name.name, { name, parts: [part] });
    else known.parts.push(part);
  }
  return [...parts.values()].map((role) => readRole(document, role.name, role.parts));
}

function readTestScript(document: NixDocument, top: Entries): OutlineScript | null {
  const entry = top.entries.find(({ names }) => names.length === 1 && names[0]?.name === 'testScript');
  if (entry === undefined) return null;
  // A test script may be a function of the nodes, `{ nodes, ... }: ''…''`.
  const { expression } = resolveBody({ expression: entry.value, scope: entry.scope });
  return expression.kind === 'string' ? readScript(document, expression, 'python', 'testScript') : null;
}

function readNodes(document: NixDocument, entry: Entry): number | readonly string[] | null {
  const { expression } = resolve({ expression: entry.value, scope: entry.scope });
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'list') return null;
  const names = expression.elements.map((element) => literalText(document, element));
  return names.some((name) => name === null) ? null : names.flatMap((name) => name ?? []);
}
