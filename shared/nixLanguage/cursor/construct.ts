/** What is under the cursor, for hovers and explanations. */
import { readPython } from '../composition/pythonCalls.ts';
import { findRoleUses, roleOfVariable } from '../composition/roleUses.ts';
import { Scope } from '../composition/scope.ts';
import { collectSettings, type Setting } from '../composition/settings.ts';
import { type CompositionSource, readSource } from '../composition/source.ts';
import type { NixDocument } from '../syntax/document.ts';
import { type Range, touches } from '../text/range.ts';
import type { FileKind } from './completion.ts';
import { isInComment } from './place.ts';

export type Construct =
  | { readonly kind: 'role'; readonly role: string; readonly range: Range }
  | { readonly kind: 'composition-attribute'; readonly name: string; readonly range: Range }
  /**
   * An option: the names up to the one under the cursor; `*` for one that is computed. `role` is null in a module, which
   * may belong to several.
   */
  | {
      readonly kind: 'option';
      readonly role: string | null;
      readonly path: readonly string[];
      readonly range: Range;
    }
  | { readonly kind: 'package'; readonly role: string; readonly name: string; readonly range: Range }
  /** A method of the test driver; `role` is null when the object is no node of a role that is known. */
  | {
      readonly kind: 'test-call';
      readonly object: string;
      readonly role: string | null;
      readonly method: string;
      readonly range: Range;
    }
  /** A function of the test driver that belongs to no node, as `start_all`. */
  | { readonly kind: 'test-function'; readonly name: string; readonly range: Range }
  | { readonly kind: 'plain' };

const plain: Construct = { kind: 'plain' };

/**
 * What stands at an offset. A role is found wherever it is meant: its name, a node of it, its host in a command.
 *
 * @param file what the file is: in a module the outermost names are options
 */
export function constructAt(
  document: NixDocument,
  offset: number,
  file: FileKind = 'composition',
): Construct {
  if (isInComment(document, offset)) return plain;
  if (file === 'module') {
    const { settings } = collectSettings({ expression: document.root, scope: Scope.empty });
    return optionAmong(settings, null, offset) ?? plain;
  }
  const source = readSource(document);
  const { testScript } = source;
  if (testScript !== null && touches(testScript.range, offset)) {
    return inTestScript(document, source, offset);
  }
  return (
    roleAt(document, source, offset) ??
    inConfiguration(source, offset) ??
    attributeAt(source, offset) ??
    plain
  );
}

function inTestScript(document: NixDocument, source: CompositionSource, offset: number): Construct {
  const embedded = source.testScript?.embedded;
  if (embedded === undefined) return plain;
  const python = readPython(embedded.text);
  const at = embedded.toText(offset);
  const inFile = ({ start, end }: Range): Range => ({
    start: embedded.toSource(start),
    end: embedded.toSource(end),
  });
  const call = python.calls.find(({ methodRange }) => touches(methodRange, at));
  if (call !== undefined) {
    const role = roleOfVariable(source, call.object);
    return {
      kind: 'test-call',
      object: call.object,
      role,
      method: call.method,
      range: inFile(call.methodRange),
    };
  }
  const role = roleAt(document, source, offset);
  if (role !== null) return role;
  const name = python.names.find((candidate) => touches(candidate, at));
  return name === undefined ? plain : { kind: 'test-function', name: name.name, range: inFile(name) };
}

/** The role whose name is used at an offset, wherever that is. */
export function roleAt(document: NixDocument, source: CompositionSource, offset: number): Construct | null {
  const { text } = document;
  const before = /[\w-]*$/.exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  const after = /^[\w-]*/.exec(text.slice(offset, offset + 80))?.[0] ?? '';
  const role = roleOfVariable(source, before + after);
  if (role === null) return null;
  const use = findRoleUses(document, source, role).find((candidate) => touches(candidate, offset));
  return use === undefined ? null : { kind: 'role', role, range: { start: use.start, end: use.end } };
}

function inConfiguration({ roles }: CompositionSource, offset: number): Construct | null {
  for (const { role, settings } of roles) {
    const found = role.packages.find((candidate) => touches(candidate, offset));
    if (found !== undefined && !found.computed) {
      return {
        kind: 'package',
        role: role.name,
        name: found.name,
        range: { start: found.start, end: found.end },
      };
    }
    const option = optionAmong(settings, role.name, offset);
    if (option !== null) return option;
  }
  return null;
}

function optionAmong(settings: readonly Setting[], role: string | null, offset: number): Construct | null {
  for (const { names, path } of settings) {
    const index = names.findIndex((name) => touches(name, offset));
    const name = names[index];
    if (name === undefined) continue;
    const option = path.slice(0, index + 1).map((step) => step ?? '*');
    return { kind: 'option', role, path: option, range: { start: name.start, end: name.end } };
  }
  return null;
}

function attributeAt({ top }: CompositionSource, offset: number): Construct | null {
  for (const {
    names: [name],
  } of top.entries) {
    if (name?.name && touches(name, offset)) {
      return { kind: 'composition-attribute', name: name.name, range: { start: name.start, end: name.end } };
    }
  }
  return null;
}
