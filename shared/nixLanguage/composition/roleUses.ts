/** Where a role's name is used: what a rename has to change, and what a removal leaves behind. */
import type { NixDocument } from '../syntax/document.ts';
import { visitAll } from '../syntax/visit.ts';
import type { Range } from '../text/range.ts';
import { hostsOf, mentionsIn } from './dependencies.ts';
import { findHosts } from './hostMentions.ts';
import { readPython } from './pythonCalls.ts';
import { type CompositionSource, nestedEntries, roleAttributes } from './source.ts';

/** A use of a role's name; the range is the name alone, without the number of a node and without quotes. */
export interface RoleUse extends Range {
  /** How the name is written there: as attribute, as host in a string, or as variable of Python. */
  readonly kind: 'attribute' | 'host' | 'python';
  readonly where: 'roles' | 'rolesDistribution' | 'dockerPorts' | 'configuration' | 'testScript';
}

/** Every use of a role's name that the text shows for certain, in the order of the text. */
export function findRoleUses(document: NixDocument, source: CompositionSource, role: string): RoleUse[] {
  const uses = [
    ...attributeUses(document, source, role),
    ...configurationUses(document, source, role),
    ...testScriptUses(source, role),
  ];
  const starts = new Set<number>();
  return uses
    .sort((left, right) => left.start - right.start)
    .filter(({ start }) => !starts.has(start) && starts.add(start));
}

/** A role's name as Python writes it. */
export function pythonName(role: string): string {
  return role.replaceAll('-', '_');
}

/** The role that a variable of the test script is a node of; null when it is none. */
export function roleOfVariable({ roles, distribution }: CompositionSource, name: string): string | null {
  return hostsOf(roles, distribution)?.roleOfVariable(name) ?? null;
}

function attributeUses(document: NixDocument, { top }: CompositionSource, role: string): RoleUse[] {
  const places = [
    { where: 'roles', names: roleAttributes },
    { where: 'rolesDistribution', names: ['rolesDistribution'] },
    { where: 'dockerPorts', names: ['dockerPorts'] },
  ] as const;
  return places.flatMap(({ where, names }) =>
    nestedEntries(top, names)
      .filter(({ name }) => name.name === role)
      .map(({ name }) => ({ kind: 'attribute' as const, where, ...withoutQuotes(document, name) })),
  );
}

function withoutQuotes(document: NixDocument, { start, end }: Range): Range {
  return document.text.charAt(start) === '"' ? { start: start + 1, end: end - 1 } : { start, end };
}

/** Hosts in all strings of the text but the test script's, and `nodes.<role>`. */
function configurationUses(document: NixDocument, source: CompositionSource, role: string): RoleUse[] {
  const hosts = hostsOf(source.roles, source.distribution);
  if (hosts === null) return [];
  const found: RoleUse[] = [];
  visitAll(document.root, (node) => {
    if (node.kind === 'string' && node.content.start !== source.testScript?.range.start) {
      for (const mention of mentionsIn(document, node, hosts)) {
        if (mention.host === role) found.push(hostUse(mention.start, role, 'configuration'));
      }
      found.push(...directoryServer(document, node, role));
    } else if (
      node.kind === 'selection' &&
      node.subject.kind === 'identifier' &&
      node.subject.name === 'nodes'
    ) {
      const [name] = node.path.names;
      if (name?.name === role) {
        found.push({ kind: 'attribute', where: 'configuration', ...withoutQuotes(document, name) });
      }
    }
  });
  return found;
}

/** `server:/path`, as in `fileSystems.<name>.device`. */
function directoryServer(document: NixDocument, { content }: { content: Range }, role: string): RoleUse[] {
  return document.slice(content).startsWith(`${role}:/`)
    ? [hostUse(content.start, role, 'configuration')]
    : [];
}

function hostUse(start: number, role: string, where: RoleUse['where']): RoleUse {
  return { kind: 'host', where, start, end: start + role.length };
}

function testScriptUses({ testScript, roles, distribution }: CompositionSource, role: string): RoleUse[] {
  const hosts = hostsOf(roles, distribution);
  if (testScript === null || hosts === null) return [];
  const { embedded } = testScript;
  const python = readPython(embedded.text);
  const variable = pythonName(role);
  const taken = new Set(
    roles.map((other) => pythonName(other.role.name)).filter((name) => name !== variable),
  );
  const isNode = (name: string) => name.replace(/\d+$/, '') === variable || name === variable;
  const names = python.names.filter(({ name }) => isNode(name) && !taken.has(name));
  const mentions = python.strings.flatMap((range) =>
    findHosts(embedded.text.slice(range.start, range.end), hosts.pattern, false)
      .filter(({ host }) => host === role)
      .map(({ start }) => range.start + start),
  );
  return [
    ...names.map(({ start }) => {
      const at = embedded.toSource(start);
      return { kind: 'python' as const, where: 'testScript' as const, start: at, end: at + variable.length };
    }),
    ...mentions.map((start) => hostUse(embedded.toSource(start), role, 'testScript')),
  ];
}
