import type { NixDocument } from '../syntax/document.ts';
import { findDependencies } from './dependencies.ts';
import { type Entries, type Entry, readEntries } from './entries.ts';
import { literalText } from './literals.ts';
import type { CompositionOutline, Named, OutlineAttribute, Uncertainty } from './outline.ts';
import { importedPath } from './roles.ts';
import { resolve, Scope, type Scoped } from './scope.ts';
import { findShellScripts } from './scripts.ts';
import { isImport } from './settings.ts';
import { nestedEntries, readSource, roleAttributes } from './source.ts';

/**
 * What the text of a composition says: its roles, what is on them, its test script and who depends on whom. Parts that
 * only evaluation can tell are listed as uncertain and never guessed. Reading never throws, whatever the text is.
 */
export function readComposition(document: NixDocument): CompositionOutline {
  const { top, roles, testScript, distribution } = readSource(document);
  const kind = kindOf(top);
  return {
    kind,
    arguments: readArguments({ expression: document.root, scope: Scope.empty }),
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
