/** Adding services and packages to a role, as the smallest edits of the text. */
import { AppError } from '../../errors.ts';
import type { ReadRole } from '../composition/roles.ts';
import { resolve, resolveBody, type Scope } from '../composition/scope.ts';
import type { Setting } from '../composition/settings.ts';
import type { NixDocument } from '../syntax/document.ts';
import type { AttributeSet, Expression, ListExpression } from '../syntax/tree.ts';
import { leadingBlanks, lineBreakOf, startsLine } from '../text/indentation.ts';
import { encloses } from '../text/range.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { assertAttributePath, editableRole, editableSource } from './editable.ts';
import { afterComment, insertBinding } from './insertBinding.ts';

/** An attribute of a service and the Nix text of its value. */
export interface ServiceAttribute {
  readonly name: string;
  readonly value: string;
}

/**
 * Adds `services.<name>` to a role; with no attributes it is enabled.
 *
 * @throws AppError `bad-input`, `not-found`, `conflict` (service there already, text with mistakes), `unsupported`
 */
export function addService(
  document: NixDocument,
  roleName: string,
  name: string,
  attributes: readonly ServiceAttribute[] = [{ name: 'enable', value: 'true' }],
): TextEdit[] {
  const role = editableRole(editableSource(document), roleName);
  assertAttributePath(name, 'service');
  for (const attribute of attributes) assertAttributePath(attribute.name, 'setting');
  if (role.role.services.some((service) => service.name === name && service.option === 'services')) {
    throw new AppError('conflict', `The role “${roleName}” has the service “${name}” already.`, {
      hint: 'Change it where it is written.',
    });
  }
  const inside = role.settings.find(
    ({ path, expression }) => path.join('.') === 'services' && expression.kind === 'set',
  );
  const set = inside !== undefined && isWritten(role, inside.expression) ? inside.expression : null;
  if (set?.kind === 'set') return [insertBinding(document, set, serviceText(name, attributes))];
  return [insertBinding(document, bodySet(role), serviceText(`services.${name}`, attributes))];
}

function serviceText(path: string, attributes: readonly ServiceAttribute[]): string {
  const [only] = attributes;
  if (attributes.length === 1 && only !== undefined) return `${path}.${only.name} = ${only.value};`;
  const lines = attributes.map(({ name, value }) => `  ${name} = ${value};\n`);
  return lines.length === 0 ? `${path} = { };` : `${path} = {\n${lines.join('')}};`;
}

/**
 * Adds a package to `environment.systemPackages` of a role; nothing when it is there already. Where `pkgs` is not
 * known it is added to the arguments of the role.
 *
 * @param name the package's attribute path below `pkgs`, as `curl` or `python3Packages.requests`
 * @throws AppError `bad-input`, `not-found`, `conflict` (text with mistakes), `unsupported`
 */
export function addPackage(document: NixDocument, roleName: string, name: string): TextEdit[] {
  const role = editableRole(editableSource(document), roleName);
  assertAttributePath(name, 'package');
  if (role.role.packages.some((known) => known.name === name)) return [];
  const place = role.settings.flatMap((setting) => packageList(role, setting) ?? [])[0];
  if (place !== undefined) {
    const element = place.hasPackagesInScope ? name : `pkgs.${name}`;
    return [
      ...(place.hasPackagesInScope ? [] : importPackages(document, role, place.scope)),
      insertElement(document, place.list, element),
    ];
  }
  const { scope } = bodyOf(role);
  const binding = insertBinding(document, bodySet(role), `environment.systemPackages = [ pkgs.${name} ];`);
  return [...importPackages(document, role, scope), binding];
}

interface PackageList {
  readonly list: ListExpression;
  readonly scope: Scope;
  /** Whether the list stands under `with pkgs;`. */
  readonly hasPackagesInScope: boolean;
}

/** The list that a setting of packages ends in, if it is one written in this role. */
function packageList(role: ReadRole, setting: Setting): PackageList | null {
  if (setting.path.join('.') !== 'environment.systemPackages' || setting.binding === null) return null;
  const list = firstList(setting.expression);
  if (list === null || !isWritten(role, list) || setting.conditional) return null;
  const { value } = setting.binding;
  return { list, scope: setting.scope, hasPackagesInScope: isUnderPackages(value, list) };
}

function firstList(expression: Expression): ListExpression | null {
  if (expression.kind === 'list') return expression;
  if (expression.kind === 'binary' && expression.operator === '++') {
    return firstList(expression.left) ?? firstList(expression.right);
  }
  return expression.kind === 'with' ? firstList(expression.body) : null;
}

function isUnderPackages(expression: Expression, list: ListExpression): boolean {
  if (!encloses(expression, list)) return false;
  if (expression.kind === 'with') {
    const { environment, body } = expression;
    return (environment.kind === 'identifier' && environment.name === 'pkgs') || isUnderPackages(body, list);
  }
  if (expression.kind === 'parenthesized') return isUnderPackages(expression.inner, list);
  if (expression.kind === 'application') return isUnderPackages(expression.argument, list);
  if (expression.kind === 'binary') {
    return isUnderPackages(expression.left, list) || isUnderPackages(expression.right, list);
  }
  return false;
}

/** Writes an element at the end of a list: on a line of its own if the last one has one. */
function insertElement(document: NixDocument, list: ListExpression, element: string): TextEdit {
  const { text } = document;
  const last = list.elements.at(-1);
  if (last === undefined) {
    const isBare = list.end - list.start <= 3 && !/[\r\n]/.test(document.slice(list));
    if (isBare) return { offset: list.start, length: list.end - list.start, text: `[ ${element} ]` };
    return { offset: list.start + 1, length: 0, text: ` ${element}` };
  }
  if (!startsLine(text, last.start)) return { offset: last.end, length: 0, text: ` ${element}` };
  const offset = afterComment(document, last.end);
  return { offset, length: 0, text: lineBreakOf(text) + leadingBlanks(text, last.start) + element };
}

/** Makes `pkgs` known in a role that does not have it: one more argument, or arguments where there are none. */
function importPackages(document: NixDocument, role: ReadRole, scope: Scope): TextEdit[] {
  if (scope.find('pkgs') !== null) return [];
  const part = role.parts.find(({ prefix }) => prefix.length === 0);
  if (part === undefined) return [];
  const { expression } = resolve({ expression: part.binding.value, scope: part.scope });
  if (expression.kind === 'set') return [{ offset: expression.start, length: 0, text: '{ pkgs, ... }: ' }];
  if (expression.kind !== 'function' || expression.formals === null) return [];
  const { start, names, open } = expression.formals;
  const isEmpty = names.length === 0 && !open;
  const blank = /\s/.test(document.text.charAt(start + 1)) ? '' : ' ';
  return [{ offset: start + 1, length: 0, text: isEmpty ? ` pkgs` : ` pkgs,${blank}` }];
}

function bodyOf(role: ReadRole) {
  const part = role.parts.find(({ prefix }) => prefix.length === 0) ?? role.parts[0];
  if (part === undefined) throw noBody(role);
  return resolveBody({ expression: part.binding.value, scope: part.scope });
}

function bodySet(role: ReadRole): AttributeSet {
  const { expression } = bodyOf(role);
  const isWhole = role.parts.some(({ prefix }) => prefix.length === 0);
  if (!isWhole || expression.kind !== 'set' || !isWritten(role, expression)) throw noBody(role);
  return expression;
}

function noBody({ role }: ReadRole): AppError {
  return new AppError(
    'unsupported',
    `The configuration of the role “${role.name}” is not written as a set in its place.`,
    {
      hint: `Write ${role.name} = { … }; or change the role where its configuration is written.`,
    },
  );
}

function isWritten({ role }: ReadRole, expression: Expression): boolean {
  return role.declarations.some(({ binding }) => encloses(binding, expression));
}
