/** What the picture's dialogs do to the text, as edits that can be shown before they are made. */
import { type AppError, toAppError } from '#shared/errors.ts';
import {
  addPackage,
  addService,
  type ServiceAttribute,
} from '#shared/nixLanguage/edits/configurationEdits.ts';
import { addRole, duplicateRole, removeRole, renameRole } from '#shared/nixLanguage/edits/roleEdits.ts';
import type { NixDocument } from '#shared/nixLanguage/syntax/document.ts';
import { applyEdits, type TextEdit } from '#shared/nixLanguage/text/textEdit.ts';

export type EditRequest =
  | { readonly kind: 'add-role'; readonly name: string }
  | {
      readonly kind: 'add-service';
      readonly role: string;
      readonly name: string;
      /** What the service runs, on the tiny base; null where a name and “enable” are enough. */
      readonly command: string | null;
      readonly port: number | null;
    }
  | { readonly kind: 'add-package'; readonly role: string; readonly name: string }
  | { readonly kind: 'rename-role'; readonly role: string; readonly name: string }
  | { readonly kind: 'duplicate-role'; readonly role: string; readonly name: string }
  | { readonly kind: 'remove-role'; readonly role: string };

export interface EditPlan {
  readonly edits: readonly TextEdit[];
  /** The first line that changes, from 1. */
  readonly line: number;
  /** Lines as they are after the edits, from the first that changes on; empty when lines only go. */
  readonly lines: readonly string[];
  /** Places that still name a removed role. */
  readonly leftovers: readonly { readonly line: number; readonly text: string }[];
}

export type PlannedEdit =
  | { readonly plan: EditPlan; readonly problem: null }
  | { readonly plan: null; readonly problem: AppError };

/** Works an edit out without making it. What is wrong with the request is a value and not thrown. */
export function planEdit(document: NixDocument, request: EditRequest): PlannedEdit {
  try {
    const { edits, leftovers } = editsFor(document, request);
    return { plan: { edits, ...changedLines(document, edits), leftovers }, problem: null };
  } catch (thrown) {
    return { plan: null, problem: toAppError(thrown) };
  }
}

function editsFor(document: NixDocument, request: EditRequest): Pick<EditPlan, 'edits' | 'leftovers'> {
  switch (request.kind) {
    case 'add-role':
      return { edits: addRole(document, request.name), leftovers: [] };
    case 'add-service':
      return {
        edits: addService(document, request.role, request.name, attributesOf(request)),
        leftovers: [],
      };
    case 'add-package':
      return { edits: addPackage(document, request.role, request.name), leftovers: [] };
    case 'rename-role':
      return { edits: renameRole(document, request.role, request.name), leftovers: [] };
    case 'duplicate-role':
      return { edits: duplicateRole(document, request.role, request.name), leftovers: [] };
    case 'remove-role': {
      const { edits, leftovers } = removeRole(document, request.role);
      const lines = document.text.split('\n');
      const numbers = new Set(leftovers.map(({ start }) => document.lines.positionAt(start).line));
      return {
        edits,
        leftovers: [...numbers].map((line) => ({ line, text: (lines[line - 1] ?? '').trim() })),
      };
    }
  }
}

function attributesOf({
  command,
  port,
}: Extract<EditRequest, { kind: 'add-service' }>): ServiceAttribute[] | undefined {
  if (command === null) return undefined;
  return [
    { name: 'command', value: nixString(command) },
    ...(port === null ? [] : [{ name: 'port', value: String(port) }]),
  ];
}

/** A text as a Nix string that means exactly it. */
export function nixString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

function changedLines(document: NixDocument, edits: readonly TextEdit[]): Pick<EditPlan, 'line' | 'lines'> {
  const before = document.text.split(/\r?\n/);
  const after = applyEdits(document.text, edits).split(/\r?\n/);
  let first = 0;
  while (first < before.length && first < after.length && before[first] === after[first]) first++;
  let [lastBefore, lastAfter] = [before.length, after.length];
  while (lastBefore > first && lastAfter > first && before[lastBefore - 1] === after[lastAfter - 1]) {
    lastBefore--;
    lastAfter--;
  }
  return { line: first + 1, lines: after.slice(first, lastAfter) };
}
