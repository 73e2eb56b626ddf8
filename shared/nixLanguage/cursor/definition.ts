/** Where the thing under the cursor is defined. */
import { resolve, resolveBody } from '../composition/scope.ts';
import { readSource } from '../composition/source.ts';
import type { NixDocument } from '../syntax/document.ts';
import type { Selection } from '../syntax/tree.ts';
import { type Range, touches } from '../text/range.ts';
import { roleAt } from './construct.ts';
import { isInComment, type Place, placeAt } from './place.ts';

/** In this text, or in a file whose path is as written, relative to this one. */
export type DefinitionTarget =
  | { readonly kind: 'here'; readonly range: Range }
  | { readonly kind: 'file'; readonly path: string; readonly range: Range };

/**
 * Finds the definition of a name, an inherited name, a selected attribute, a role wherever it is meant, or an imported
 * path; null when the text does not tell.
 */
export function definitionAt(document: NixDocument, offset: number): DefinitionTarget | null {
  if (isInComment(document, offset)) return null;
  const place = placeAt(document, offset);
  const inner = place.nodes.at(-1);
  if (inner?.kind === 'path') {
    if (inner.text === null || inner.text.startsWith('<')) return null;
    return { kind: 'file', path: inner.text, range: { start: inner.start, end: inner.end } };
  }
  if (inner?.kind === 'identifier') return here(place.scope.find(inner.name)?.name);
  if (inner?.kind === 'inherit') return inheritedName(inner.names, inner.source === null, place, offset);
  if (inner?.kind === 'selection') return selected(inner, place, offset);
  const source = readSource(document);
  const role = roleAt(document, source, offset);
  if (role?.kind !== 'role') return null;
  return here(source.roles.find((candidate) => candidate.role.name === role.role)?.role.nameRange);
}

function here(range: Range | undefined): DefinitionTarget | null {
  return range === undefined ? null : { kind: 'here', range: { start: range.start, end: range.end } };
}

function inheritedName(
  names: readonly (Range & { readonly name: string | null })[],
  isFromScope: boolean,
  { scope }: Place,
  offset: number,
): DefinitionTarget | null {
  const name = names.find((candidate) => touches(candidate, offset));
  return name?.name && isFromScope ? here(scope.find(name.name)?.name) : null;
}

/** `a.b.c`, with the cursor on one of the names after the first dot. */
function selected(selection: Selection, { scope }: Place, offset: number): DefinitionTarget | null {
  let target: Range | undefined;
  let current = resolve({ expression: selection.subject, scope });
  for (const name of selection.path.names) {
    const set = resolveBody(current);
    if (set.expression.kind !== 'set') return null;
    const binding = set.expression.bindings.find(
      (candidate) => candidate.kind === 'binding' && candidate.path.names[0]?.name === name.name,
    );
    if (binding?.kind !== 'binding') return null;
    target = binding.path.names[0];
    if (touches(name, offset)) return here(target);
    if (binding.path.names.length > 1) return null;
    current = { expression: binding.value, scope: set.scope };
  }
  return null;
}
