import type { NixDocument } from '../syntax/document.ts';
import { findDependencies } from './dependencies.ts';
import { type Entries, type Entry, readEntries } from './entries.ts';
import { literalText } from './literals.ts';
import type { CompositionOutline, Named, OutlineAttribute, OutlineScript, Uncertainty } from './outline.ts';
import { importedPath, type ReadRole, type RolePart, readRole } from './roles.ts';
import { resolve, resolveBody, Scope, type Scoped } from './scope.ts';
import { findShellScripts, readScript } from './scripts.ts';
import { isImport } from './settings.ts';

/**
 * What the text of a composition says: its roles, what is on them, its test script and who depends on whom. Parts that
 * only evaluation can tell are listed as uncertain and never guessed. Reading never throws, whatever the text is.
 */
export function readComposition(document: NixDocument): CompositionOutline {
  const whole: Scoped = { expression: document.root, scope: Scope.empty };
  const top = readEntries(whole);
  const roles = readRoles(document, top);
  const testScript = readTestScript(document, top);
  const distribution = nestedEntries(top, ['rolesDistribution']).map(({ name, entry }) => ({
    ...name,
    nodes: readNodes(document, entry),
  }));
  const kind = kindOf(top);
  return {
    kind,
    arguments: readArguments(whole),
    attributes: top.entries.flatMap((entry) => readAttribute(entry) ?? []),
    roles: roles.map(({ role }) => role),
    testScript,
    dockerPorts: nestedEntries(top, ['dockerPorts']).map(({ name, entry }) => ({
      ...name,
      ports: readTexts(document, entry),
    })),
    rolesDistribution: distribution,
    compositions: kind === 'compositions' ? readCompositions(document, top) : [],
    shellScripts: findShellScripts(document),
    dependencies: findDependencies(document, roles, testScript, distribution),
    uncertain: readUncertain(top),
  };
}

const roleAttributes = ['roles', 'nodes'];

function kindOf(top: Entries): CompositionOutline['kind'] {
  const names = top.entries.map((entry) => entry.names[0]?.name);
  if (names.some((name) => name === 'roles' || name === 'nodes' || name === 'testScript'))
    return 'composition';
  const isSetOfFiles =
    top.entries.length > 0 &&
    top.entries.every((entry) =>
      isImport(resolve({ expression: entry.value, scope: entry.scope }).expression),
    );
  return isSetOfFiles ? 'compositions' : 'other';
}

function readArguments(whole: Scoped): Named[] {
  const { expression } = resolve(whole);
  if (expression.kind !== 'function') return [];
  return (expression.formals?.names ?? []).map(({ name }) => ({
    name: name.name,
    start: name.start,
    end: name.end,
  }));
}

function readAttribute({ names, binding, value }: Entry): OutlineAttribute | null {
  const [first] = names;
  if (!first?.name) return null;
  const { start, end } = first;
  return {
    name: first.name,
    start,
    end,
    binding: { start: binding?.start ?? start, end: binding?.end ?? end },
    value: { start: value.start, end: value.end },
  };
}

interface NestedEntry {
  readonly name: Named;
  readonly entry: Entry;
  /** The names between the nested name and the value, as in `roles.server.services = …`. */
  readonly rest: Entry['names'];
}

/** The attributes of attributes of the given names, whether written `a = { b = …; }` or `a.b = …`. */
function nestedEntries(top: Entries, names: readonly string[]): NestedEntry[] {
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
    const part: RolePart = { binding, prefix: rest, scope: entry.scope };
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

function readTexts(document: NixDocument, entry: Entry): string[] {
  const { expression } = resolve({ expression: entry.value, scope: entry.scope });
  if (expression.kind !== 'list') return [];
  return expression.elements.flatMap((element) => literalText(document, element) ?? []);
}

function readCompositions(document: NixDocument, top: Entries) {
  return top.entries.flatMap(({ names: [name], value }) => {
    if (!name?.name) return [];
    const path = importedPath(value);
    return [
      {
        name: name.name,
        start: name.start,
        end: name.end,
        path: path.kind === 'path' ? document.slice(path) : null,
      },
    ];
  });
}

function readUncertain(top: Entries): Uncertainty[] {
  const roles = top.entries.filter(
    ({ names }) => names.length === 1 && roleAttributes.includes(names[0]?.name ?? ''),
  );
  const hidden = roles.flatMap(({ value, scope }) => readEntries({ expression: value, scope }).hidden);
  return [...top.hidden, ...hidden].map((expression) => ({
    start: expression.start,
    end: expression.end,
    reason: isImport(expression) ? 'imported' : 'computed',
  }));
}
