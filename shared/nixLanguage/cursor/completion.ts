/** What could be written at the cursor. Works on text that is half typed: that is when it is asked. */
import { readPython } from '../composition/pythonCalls.ts';
import { roleOfVariable } from '../composition/roleUses.ts';
import { type CompositionSource, readSource, roleAttributes } from '../composition/source.ts';
import type { NixDocument } from '../syntax/document.ts';
import type { AttributeName, AttributePath } from '../syntax/tree.ts';
import { type Range, touches } from '../text/range.ts';
import { isInComment, type Place, placeAt } from './place.ts';

/** What is written already of the word at the cursor, and the range that a completion replaces. */
interface Started {
  readonly partial: string;
  readonly range: Range;
}

export type CompletionContext =
  /** A name in the set that the composition returns; `path` is what stands before it. */
  | ({ readonly kind: 'composition-attribute'; readonly path: readonly string[] } & Started)
  /** A name of an option; `role` is null in a module and where it is not known whose configuration it is. */
  | ({
      readonly kind: 'option-path';
      readonly role: string | null;
      readonly path: readonly string[];
    } & Started)
  /** A package below `pkgs`; `needsPrefix` when `pkgs.` has to be written before it. */
  | ({
      readonly kind: 'package';
      readonly role: string | null;
      readonly path: readonly string[];
      readonly needsPrefix: boolean;
    } & Started)
  /** A method when `object` is not null (`role` if that is a node of a role), else a function or the name of a node. */
  | ({ readonly kind: 'test-driver'; readonly object: string | null; readonly role: string | null } & Started)
  | { readonly kind: 'none' };

export type FileKind = 'composition' | 'module';

const none: CompletionContext = { kind: 'none' };

/**
 * What could be written at an offset.
 *
 * @param file what the file is: in a module the outermost names are options, in a composition its attributes
 */
export function completionContext(
  document: NixDocument,
  offset: number,
  file: FileKind = 'composition',
): CompletionContext {
  if (isInComment(document, offset)) return none;
  const source = readSource(document);
  const { testScript } = source;
  if (testScript !== null && touches(testScript.range, offset)) return inTestScript(source, offset);
  const place = placeAt(document, offset);
  const inner = place.nodes.at(-1);
  if (inner?.kind === 'string' && inner.start < offset && (offset < inner.end || !inner.closed)) return none;
  if (inner?.kind === 'path' || inner?.kind === 'uri' || inner?.kind === 'number') return none;
  return packageContext(document, place, offset, file) ?? nameContext(document, place, offset, file) ?? none;
}

function inTestScript(source: CompositionSource, offset: number): CompletionContext {
  const embedded = source.testScript?.embedded;
  if (embedded === undefined) return none;
  const at = embedded.toText(offset);
  const before = embedded.text.slice(0, at);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const { strings } = readPython(before);
  const isInString = strings.some(({ start, end }) => start <= at && end >= at);
  if (isInString || /^[^'"]*#/.test(line)) return none;
  const [whole = '', object = null, partial = ''] =
    /(?:([A-Za-z_]\w*)\s*\.\s*)?([A-Za-z_]\w*)?$/.exec(line) ?? [];
  if (
    object === null &&
    line
      .slice(0, line.length - whole.length)
      .trimEnd()
      .endsWith('.')
  )
    return none;
  const role = object === null ? null : roleOfVariable(source, object);
  return {
    kind: 'test-driver',
    object,
    role,
    partial,
    range: { start: offset - partial.length, end: offset },
  };
}

/** In a list of packages, or after `pkgs.` wherever that stands. */
function packageContext(
  document: NixDocument,
  place: Place,
  offset: number,
  file: FileKind,
): CompletionContext | null {
  const { nodes } = place;
  const { role, path } = whose(place, file);
  const selection = nodes.findLast((node) => node.kind === 'selection');
  if (
    selection?.kind === 'selection' &&
    selection.subject.kind === 'identifier' &&
    offset > selection.subject.end
  ) {
    if (selection.subject.name !== 'pkgs') return null;
    const started = startedAt(document, selection.path, offset);
    return { kind: 'package', role, needsPrefix: false, ...started };
  }
  const listIndex = nodes.findLastIndex((node) => node.kind === 'list');
  const inner = nodes.slice(listIndex + 1);
  if (listIndex === -1 || path.at(-1) !== 'systemPackages') return null;
  if (inner.some((node) => node.kind !== 'identifier' && node.kind !== 'selection')) return null;
  const list = nodes[listIndex];
  if (list === undefined || offset <= list.start) return null;
  const hasPackages = nodes.some(
    (node) =>
      node.kind === 'with' && node.environment.kind === 'identifier' && node.environment.name === 'pkgs',
  );
  const partial = /[A-Za-z_][\w'-]*$/.exec(document.text.slice(list.start, offset))?.[0] ?? '';
  const range = { start: offset - partial.length, end: offset };
  return { kind: 'package', role, path: [], needsPrefix: !hasPackages, partial, range };
}

/** Left of a `=`, or where a new name could begin. */
function nameContext(
  document: NixDocument,
  place: Place,
  offset: number,
  file: FileKind,
): CompletionContext | null {
  const setIndex = place.nodes.findLastIndex((node) => node.kind === 'set');
  const set = place.nodes[setIndex];
  if (set?.kind !== 'set' || offset <= set.open || (set.closed && offset >= set.end)) return null;
  const [binding, ...deeper] = place.nodes.slice(setIndex + 1);
  const { role, path, isOption } = whose(place, file);
  let started: Started & { readonly path: readonly string[] } = {
    partial: '',
    path: [],
    range: { start: offset, end: offset },
  };
  if (binding !== undefined) {
    if (binding.kind !== 'binding') return null;
    const isAfter = deeper.length === 0 && offset === binding.end && document.text.charAt(offset - 1) === ';';
    if (!isAfter) {
      if (offset > binding.path.end) return null;
      started = startedAt(document, binding.path, offset);
    }
  }
  const full = [...path, ...started.path];
  const rest = { partial: started.partial, range: started.range };
  if (isOption) return { kind: 'option-path', role, path: full, ...rest };
  // `roles.server.services` is an option path though it begins in the composition's own set.
  const [first, owner, ...option] = full;
  if (!roleAttributes.includes(first ?? '')) return { kind: 'composition-attribute', path: full, ...rest };
  if (owner === undefined) return null;
  return { kind: 'option-path', role: owner, path: option, ...rest };
}

/** Whose configuration a place is in, and the path that leads to it there. */
function whose({ path, isLocal }: Place, file: FileKind) {
  const names = path.map((name) => name.name ?? '*');
  if (file === 'module') return { role: null, path: names, isOption: true };
  if (isLocal) return { role: null, path: names.slice(1), isOption: names.length > 0 };
  const [first, role, ...option] = names;
  if (role !== undefined && roleAttributes.includes(first ?? ''))
    return { role, path: option, isOption: true };
  return { role: null, path: names, isOption: false };
}

/** What of a path is written before the cursor: whole names, and the beginning of the one at the cursor. */
function startedAt(document: NixDocument, { names }: AttributePath, offset: number) {
  const before = names.filter((name) => name.end < offset || (name.end === offset && name.name === ''));
  const current: AttributeName | undefined = names.find((name) => touches(name, offset));
  const start = current?.start ?? offset;
  const whole = before.filter((name) => name !== current).map((name) => name.name ?? '*');
  const partial = document.text.slice(start, offset);
  return { path: whole, partial, range: { start, end: current?.end ?? offset } };
}
