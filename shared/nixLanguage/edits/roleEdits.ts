/** Adding, renaming, duplicating and removing roles, as the smallest edits of the text. Comments and layout stay. */
import { AppError } from '../../errors.ts';
import { commentsAbove } from '../composition/comments.ts';
import { findRoleUses, pythonName, type RoleUse } from '../composition/roleUses.ts';
import { mainSet, rolesSet } from '../composition/source.ts';
import type { NixDocument } from '../syntax/document.ts';
import {
  leadingBlanks,
  lineBreakOf,
  lineEnd,
  lineStart,
  skipBlanks,
  startsLine,
} from '../text/indentation.ts';
import { encloses, type Range } from '../text/range.ts';
import { sortEdits, type TextEdit } from '../text/textEdit.ts';
import { assertFreeRoleName, editableRole, editableSource } from './editable.ts';
import { afterComment, insertAfter, insertBinding, isSetApart } from './insertBinding.ts';

/** What a new role is when nothing else is said. */
const emptyRole = '{ pkgs, ... }: { }';

/**
 * Adds a role after the others.
 *
 * @param value the Nix text of its configuration
 * @throws AppError `bad-input`, `conflict` (name taken, text with mistakes), `unsupported` (no place for it here)
 */
export function addRole(document: NixDocument, name: string, value = emptyRole): TextEdit[] {
  const source = editableSource(document);
  assertFreeRoleName(source, name);
  const set = rolesSet(document, source);
  if (set !== null) return [insertBinding(document, set, `${name} = ${value};`)];
  const lastRole = source.roles.flatMap(({ role }) => role.declarations).at(-1);
  const main = mainSet(document);
  if (lastRole !== undefined) {
    return [insertAfter(document, lastRole.binding, `roles.${name} = ${value};`, main)];
  }
  if (main === null || source.top.entries.some(({ names }) => names[0]?.name === 'roles')) {
    throw new AppError('unsupported', 'There is no place in this text where a role could be added.', {
      hint: 'Roles are computed or written in another file. Add the role there.',
    });
  }
  return [insertBinding(document, main, `roles = {\n  ${name} = ${value};\n};`)];
}

/**
 * Renames a role, and with it what speaks of it for certain: variables of the test script, host names in commands and
 * settings, the role distribution and Docker's ports.
 *
 * @throws AppError `bad-input`, `not-found`, `conflict` (name taken, text with mistakes), `unsupported`
 */
export function renameRole(document: NixDocument, name: string, newName: string): TextEdit[] {
  const source = editableSource(document);
  editableRole(source, name);
  if (name === newName) return [];
  assertFreeRoleName(source, newName);
  return findRoleUses(document, source, name).map(({ kind, start, end }) => ({
    offset: start,
    length: end - start,
    text: kind === 'python' ? pythonName(newName) : newName,
  }));
}

/**
 * Adds a copy of a role right after it, with its comment.
 *
 * @throws AppError `bad-input`, `not-found`, `conflict` (name taken, text with mistakes), `unsupported`
 */
export function duplicateRole(document: NixDocument, name: string, newName: string): TextEdit[] {
  const source = editableSource(document);
  const { role } = editableRole(source, name);
  assertFreeRoleName(source, newName);
  const last = role.declarations.at(-1);
  if (last === undefined) return [];
  const { text } = document;
  const lineBreak = lineBreakOf(text);
  const copies = role.declarations.map(({ name: nameRange, binding }) => {
    const start = withComments(document, binding);
    return (
      text.slice(start, nameRange.start) +
      newName +
      text.slice(nameRange.end, afterComment(document, binding.end))
    );
  });
  const offset = afterComment(document, last.binding.end);
  if (!startsLine(text, last.binding.start))
    return [{ offset: last.binding.end, length: 0, text: ` ${copies.join(' ')}` }];
  const gap =
    isSetApart(document, last.binding) || copies.some((copy) => /[\r\n]/.test(copy)) ? lineBreak : '';
  const blanks = leadingBlanks(text, last.binding.start);
  return [{ offset, length: 0, text: gap + copies.map((copy) => lineBreak + blanks + copy).join('') }];
}

export interface RoleRemoval {
  readonly edits: readonly TextEdit[];
  /** Uses of the role that stay in the text and now name nothing. */
  readonly leftovers: readonly RoleUse[];
}

/**
 * Removes a role with the comment above it.
 *
 * @throws AppError `not-found`, `conflict` (text with mistakes), `unsupported`
 */
export function removeRole(document: NixDocument, name: string): RoleRemoval {
  const source = editableSource(document);
  const { role } = editableRole(source, name);
  const removed = role.declarations.map(({ binding }) => wholeBinding(document, binding));
  const leftovers = findRoleUses(document, source, name).filter(
    (use) => !removed.some((range) => encloses(range, use)),
  );
  const edits = removed.map(({ start, end }) => ({ offset: start, length: end - start, text: '' }));
  return { edits: sortEdits(edits), leftovers };
}

/** Where the comments that belong to a binding begin, or the binding itself. */
function withComments(document: NixDocument, binding: Range): number {
  return commentsAbove(document, binding.start)[0]?.start ?? binding.start;
}

/** What goes when a binding goes: its lines with their comments, and one of the blank lines around them. */
function wholeBinding(document: NixDocument, binding: Range): Range {
  const { text } = document;
  const start = withComments(document, binding);
  const end = afterComment(document, binding.end);
  if (!startsLine(text, start) || skipBlanks(text, end) < lineEnd(text, end)) {
    return { start: binding.start, end: skipBlanks(text, binding.end) };
  }
  const lines = { start: lineStart(text, start), end: nextLine(text, end) };
  if (isBlankLine(text, lines.end)) return { start: lines.start, end: nextLine(text, lines.end) };
  const before = lineStart(text, Math.max(0, lines.start - 1));
  const isLast = /^[ \t]*[})]/.test(text.slice(lines.end, lineEnd(text, lines.end)));
  return isLast && isBlankLine(text, before) ? { start: before, end: lines.end } : lines;
}

function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return Math.min(text.length, text.startsWith('\r\n', end) ? end + 2 : end + 1);
}

function isBlankLine(text: string, offset: number): boolean {
  return offset < text.length && skipBlanks(text, lineStart(text, offset)) === lineEnd(text, offset);
}
