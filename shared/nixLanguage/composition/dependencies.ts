/** Who depends on whom, from what the text says: hosts in commands and settings, shared directories, other nodes' options. */
import type { NixDocument } from '../syntax/document.ts';
import type { StringLiteral } from '../syntax/tree.ts';
import { visitAll } from '../syntax/visit.ts';
import { encloses, type Range } from '../text/range.ts';
import { decodeString, type EmbeddedText } from './embeddedText.ts';
import { findHosts, type HostMention, hostPattern } from './hostMentions.ts';
import type { Dependency, Evidence, OutlineScript, RoleOutline } from './outline.ts';
import { readPython } from './pythonCalls.ts';
import type { ReadRole } from './roles.ts';

interface Finding {
  readonly from: string;
  readonly to: string;
  readonly port: HostMention['port'];
  readonly directory: string | null;
  readonly evidence: Evidence;
}

export interface Hosts {
  /** The role of a node's variable in Python: `client`, or `client2` of a role `client`; `_` stands for `-`. */
  readonly roleOfVariable: (name: string) => string | null;
  readonly pattern: RegExp;
  readonly roleOf: ReadonlyMap<string, string>;
}

/** The dependencies between roles, each with every place that says so, in the order of the text. */
export function findDependencies(
  document: NixDocument,
  roles: readonly ReadRole[],
  testScript: OutlineScript | null,
  distribution: readonly { readonly name: string; readonly nodes: number | readonly string[] | null }[],
): Dependency[] {
  const hosts = hostsOf(roles, distribution);
  if (hosts === null) return [];
  const findings = roles.flatMap((role) => [
    ...findSharedDirectories(role.role, hosts),
    ...findInConfiguration(document, role, hosts),
  ]);
  const testedPorts = new Map<string, number>();
  if (testScript !== null) findings.push(...findInTestScript(testScript, hosts, testedPorts));
  const others = findings.filter(({ from, to }) => from !== to);
  return merge(others.map((finding) => withPort(finding, roles, testedPorts)));
}

/** The host names that a composition knows: its roles and the names that the distribution gives to nodes. */
export function hostsOf(
  roles: readonly ReadRole[],
  distribution: readonly { readonly name: string; readonly nodes: number | readonly string[] | null }[],
): Hosts | null {
  const roleOf = new Map(roles.map(({ role }) => [role.name, role.name]));
  for (const { name, nodes } of distribution) {
    if (typeof nodes === 'object') for (const host of nodes ?? []) roleOf.set(host, name);
  }
  const pattern = hostPattern([...roleOf.keys()]);
  if (pattern === null) return null;
  const roleOfVariable = (name: string): string | null => {
    const host = name.replaceAll('_', '-');
    for (const candidate of [name, host, name.replace(/\d+$/, ''), host.replace(/\d+$/, '')]) {
      const role = roleOf.get(candidate);
      if (role !== undefined) return role;
    }
    return null;
  };
  return { pattern, roleOf, roleOfVariable };
}

function findSharedDirectories(role: RoleOutline, { roleOf }: Hosts): Finding[] {
  return role.sharedDirectories.flatMap(({ path, server, start, end }) => {
    const to = server === null ? undefined : roleOf.get(server);
    if (to === undefined) return [];
    const evidence: Evidence = { kind: 'shared-directory', start, end };
    return [{ from: role.name, to, port: 'none' as const, directory: path, evidence }];
  });
}

function findInConfiguration(document: NixDocument, { role, settings }: ReadRole, hosts: Hosts): Finding[] {
  const found: Finding[] = [];
  const seen = new Set<number>();
  const add = (to: string | undefined, port: HostMention['port'], range: Range) => {
    const isKnown =
      seen.has(range.start) || role.sharedDirectories.some((directory) => encloses(directory, range));
    if (to === undefined || isKnown) return;
    seen.add(range.start);
    found.push({ from: role.name, to, port, directory: null, evidence: { kind: 'configuration', ...range } });
  };
  for (const setting of settings) {
    if (setting.isSet || isProse(setting.path.at(-1))) continue;
    visitAll(setting.expression, (node) => {
      if (node.kind === 'string') {
        for (const mention of mentionsIn(document, node, hosts))
          add(hosts.roleOf.get(mention.host), mention.port, mention);
      } else if (
        node.kind === 'selection' &&
        node.subject.kind === 'identifier' &&
        node.subject.name === 'nodes'
      ) {
        const [name] = node.path.names;
        if (name?.name) add(hosts.roleOf.get(name.name), 'unknown', { start: node.start, end: name.end });
      }
    });
  }
  return found;
}

/** Options whose text is for people: a host name in it means nothing. */
function isProse(option: string | null | undefined): boolean {
  return option === 'description' || option === 'hostName' || option === 'user' || option === 'group';
}

/** The hosts in a string, in the ranges of the file. */
export function mentionsIn(document: NixDocument, string: StringLiteral, { pattern }: Hosts): HostMention[] {
  if (document.slice(string.content).search(pattern) === -1) return [];
  const embedded = decodeString(document.text, string);
  return findHosts(embedded.text, pattern, true).map((mention) => inSource(mention, embedded, 0));
}

function inSource(mention: HostMention, embedded: EmbeddedText, offset: number): HostMention {
  const start = embedded.toSource(offset + mention.start);
  return { ...mention, start, end: start + (mention.end - mention.start) };
}

/** Notes in `testedPorts` what `wait_for_open_port` says of a role's port. */
function findInTestScript(script: OutlineScript, hosts: Hosts, testedPorts: Map<string, number>): Finding[] {
  const { embedded } = script;
  const { text } = embedded;
  return readPython(text).calls.flatMap((call) => {
    const from = hosts.roleOfVariable(call.object);
    if (from === null) return [];
    if (call.method === 'wait_for_open_port') {
      const port = Number.parseInt(text.slice(call.argumentRange.start, call.argumentRange.end), 10);
      if (port > 0 && !testedPorts.has(from)) testedPorts.set(from, port);
    }
    return call.strings.flatMap((range) =>
      findHosts(text.slice(range.start, range.end), hosts.pattern, false).flatMap((mention) => {
        const to = hosts.roleOf.get(mention.host);
        if (to === undefined) return [];
        const { start, end } = inSource(mention, embedded, range.start);
        return [
          {
            from,
            to,
            port: mention.port,
            directory: null,
            evidence: { kind: 'test-script' as const, start, end },
          },
        ];
      }),
    );
  });
}

interface Placed extends Omit<Finding, 'port'> {
  readonly port: number | null;
}

/** A port that is not said is that of the only service there, or the one that the test waits for. */
function withPort(
  finding: Finding,
  roles: readonly ReadRole[],
  testedPorts: ReadonlyMap<string, number>,
): Placed {
  if (finding.port === 'none') return { ...finding, port: null };
  if (finding.port !== 'unknown') return { ...finding, port: finding.port };
  const target = roles.find(({ role }) => role.name === finding.to)?.role;
  const ports = new Set(target?.services.flatMap((service) => service.ports.map(({ port }) => port)));
  const [only] = ports;
  return { ...finding, port: (ports.size === 1 ? only : testedPorts.get(finding.to)) ?? null };
}

function merge(findings: readonly Placed[]): Dependency[] {
  const merged = new Map<string, Dependency>();
  // Those with a port first: one without says nothing new where there is one with.
  for (const each of findings.toSorted(
    (left, right) => Number(left.port === null) - Number(right.port === null),
  )) {
    const { from, to, port, directory, evidence } = each;
    const known = [...merged.values()].find(
      (other) =>
        other.from === from &&
        other.to === to &&
        other.directory === directory &&
        (port === null || other.port === port),
    );
    const key =
      known === undefined ? `${from} ${to} ${port} ${directory}` : `${from} ${to} ${known.port} ${directory}`;
    merged.set(key, {
      from,
      to,
      port,
      directory,
      ...known,
      evidence: [...(known?.evidence ?? []), evidence],
    });
  }
  const inOrder = [...merged.values()].map((dependency) => ({
    ...dependency,
    evidence: dependency.evidence.toSorted((left, right) => left.start - right.start),
  }));
  return inOrder.sort((left, right) => (left.evidence[0]?.start ?? 0) - (right.evidence[0]?.start ?? 0));
}
