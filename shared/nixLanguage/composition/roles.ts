/** What the configuration of a role says about it. */
import type { NixDocument } from '../syntax/document.ts';
import type { AttributeName, Binding, Expression } from '../syntax/tree.ts';
import { encloses, type Range } from '../text/range.ts';
import { commentAbove } from './comments.ts';
import { literalNumbers, literalText } from './literals.ts';
import type {
  Named,
  PackageOutline,
  PortOutline,
  RoleOutline,
  SharedDirectory,
  Uncertainty,
} from './outline.ts';
import { resolve, resolveBody, type Scope, type Scoped } from './scope.ts';
import { readServices } from './services.ts';
import { collectSettings, isImport, type Setting, unwrap } from './settings.ts';

/** One binding that says something of a role: all of it, or what stands under `prefix`. */
export interface RolePart {
  /** The name of the role in it. */
  readonly name: Range;
  /** Whether the binding is written in the text, and not only the name in an `inherit`. */
  readonly isWritten: boolean;
  readonly binding: Binding;
  readonly prefix: readonly AttributeName[];
  readonly scope: Scope;
}

/** A role together with the flattened settings that it was read from. */
export interface ReadRole {
  readonly role: RoleOutline;
  readonly parts: readonly RolePart[];
  readonly settings: readonly Setting[];
}

/** Reads a role from the bindings that declare it, in the order of the text. */
export function readRole(
  document: NixDocument,
  name: Named,
  parts: readonly [RolePart, ...RolePart[]],
): ReadRole {
  const [{ binding }] = parts;
  const read = parts.map((part) => {
    return collectSettings({ expression: part.binding.value, scope: part.scope }, part.prefix);
  });
  const settings = read.flatMap((part) => part.settings);
  const role: RoleOutline = {
    name: name.name,
    nameRange: { start: name.start, end: name.end },
    binding: { start: binding.start, end: binding.end },
    value: { start: binding.value.start, end: binding.value.end },
    body: bodyOf(parts),
    declarations: parts
      .filter((part) => part.isWritten)
      .map((part) => ({ name: part.name, binding: part.binding })),
    description: commentAbove(document, binding.start),
    services: readServices(document, settings),
    packages: valuesOf(settings, 'environment.systemPackages').flatMap((value) =>
      readPackages(document, value),
    ),
    openPorts: [
      ...readOpenPorts(document, settings, 'allowedTCPPorts', 'tcp'),
      ...readOpenPorts(document, settings, 'allowedUDPPorts', 'udp'),
    ],
    sharedDirectories: readSharedDirectories(document, settings),
    users: readUsers(document, settings),
    imports: readImports(document, parts, settings),
    uncertain: [...read.flatMap((part) => part.unresolved), ...conditionalParts(settings)],
  };
  return { role, parts, settings };
}

/** The braces of the configuration, if it is written inside of the binding that declares the whole role. */
function bodyOf(parts: readonly RolePart[]): Range | null {
  const whole = parts.find(({ prefix }) => prefix.length === 0);
  if (whole === undefined) return null;
  const { expression } = resolveBody({ expression: whole.binding.value, scope: whole.scope });
  const isOwn = expression.kind === 'set' && encloses(whole.binding, expression);
  return isOwn ? { start: expression.open, end: expression.end } : null;
}

function isAt({ path }: Setting, option: string): boolean {
  return path.join('.') === option;
}

function valuesOf(settings: readonly Setting[], option: string): Scoped[] {
  return settings.filter((setting) => isAt(setting, option));
}

function readPackages(document: NixDocument, scoped: Scoped): PackageOutline[] {
  const { expression, scope } = unwrap(resolve(scoped));
  if (expression.kind === 'list') {
    return expression.elements.map((element) => readPackage(document, element));
  }
  if (expression.kind === 'binary' && expression.operator === '++') {
    const sides = [expression.left, expression.right];
    return sides.flatMap((side) => readPackages(document, { expression: side, scope }));
  }
  if (expression.kind === 'missing') return [];
  return [{ ...named(document, expression), computed: true }];
}

function readPackage(document: NixDocument, element: Expression): PackageOutline {
  const { start, end } = element;
  if (element.kind === 'identifier') return { name: element.name, start, end, computed: false };
  if (element.kind === 'selection' && element.subject.kind === 'identifier') {
    const path = element.path.names.map((name) => name.name).join('.');
    const name = element.subject.name === 'pkgs' ? path : `${element.subject.name}.${path}`;
    return { name, start, end, computed: false };
  }
  return { ...named(document, element), computed: true };
}

function readOpenPorts(
  document: NixDocument,
  settings: readonly Setting[],
  option: string,
  protocol: PortOutline['protocol'],
): PortOutline[] {
  return valuesOf(settings, `networking.firewall.${option}`).flatMap(({ expression }) => {
    if (expression.kind !== 'list') return [];
    const numbers = expression.elements.flatMap((element) => literalNumbers(document, element) ?? []);
    return numbers.map(({ value, start, end }) => ({ port: value, protocol, start, end }));
  });
}

function readSharedDirectories(document: NixDocument, settings: readonly Setting[]): SharedDirectory[] {
  const found: SharedDirectory[] = [];
  for (const { path, names, expression } of settings) {
    const [first, second, directory, option] = path;
    const name = names[2];
    if (first === 'nxc' && second === 'sharedDirs' && directory && option === 'server') {
      const server = literalText(document, expression);
      if (server !== null)
        found.push({ path: directory, server, start: expression.start, end: expression.end });
    } else if (first === 'nxc' && second === 'sharedDirs' && directory && option === 'export' && name) {
      found.push({ path: directory, server: null, start: name.start, end: name.end });
    } else if (first === 'fileSystems' && second && path[2] === 'device') {
      const [server, shared] = literalText(document, expression)?.split(':') ?? [];
      if (server && shared?.startsWith('/')) {
        found.push({ path: second, server, start: expression.start, end: expression.end });
      }
    }
  }
  return found;
}

function readUsers(document: NixDocument, settings: readonly Setting[]): Named[] {
  const found = new Map<string, Named>();
  for (const { path, names, expression } of settings) {
    const name = path[2];
    const written = names[2];
    if (path[0] === 'users' && path[1] === 'users' && name && written && !found.has(name)) {
      found.set(name, { name, start: written.start, end: written.end });
    }
    if (path.join('.') === 'nxc.users.names' && expression.kind === 'list') {
      for (const element of expression.elements) {
        const text = literalText(document, element);
        if (text !== null) found.set(text, { name: text, start: element.start, end: element.end });
      }
    }
  }
  return [...found.values()];
}

function readImports(
  document: NixDocument,
  parts: readonly RolePart[],
  settings: readonly Setting[],
): Named[] {
  for (const { binding, prefix, scope } of parts) {
    const { expression } = resolveBody({ expression: binding.value, scope });
    if (prefix.length === 0 && isImport(expression)) return [named(document, importedPath(expression))];
  }
  return valuesOf(settings, 'imports').flatMap(({ expression: list }) => {
    if (list.kind !== 'list') return [];
    return list.elements
      .filter((element) => element.kind !== 'set')
      .map((element) => named(document, importedPath(element)));
  });
}

/** The path in `./a.nix`, `import ./a.nix` and `(import ./a.nix { … })`. */
export function importedPath(expression: Expression): Expression {
  if (expression.kind === 'parenthesized') return importedPath(expression.inner);
  if (expression.kind !== 'application') return expression;
  return expression.function.kind === 'application' ? importedPath(expression.function) : expression.argument;
}

function conditionalParts(settings: readonly Setting[]): Uncertainty[] {
  return settings.flatMap(({ conditional, expression, isSet }) =>
    conditional && !isSet
      ? [{ start: expression.start, end: expression.end, reason: 'conditional' as const }]
      : [],
  );
}

function named(document: NixDocument, { start, end }: Expression): Named {
  return { name: document.text.slice(start, end), start, end };
}
