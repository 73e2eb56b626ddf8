/** The nodes of each role: those that run, and those that a start would give. */
import type { Deployment } from '#shared/contract/deployments.ts';
import { type PlannedNode, planNodes, type RoleDistribution } from '#shared/model/distribution.ts';
import type { TopologyNode } from './topology.ts';

/**
 * The nodes that a start would give. A distribution that cannot be (two nodes with one name, say) is told by the start
 * dialog; the picture then shows what each role would get for itself.
 */
export function wantedNodes(
  roles: readonly string[],
  ...distributions: readonly RoleDistribution[]
): PlannedNode[] {
  const known = distributions.map((distribution) =>
    Object.fromEntries(Object.entries(distribution).filter(([role]) => roles.includes(role))),
  );
  const planned = tryPlan(roles, known);
  if (planned !== null) return planned;
  return roles.flatMap((role) => {
    const own = known.map((distribution) => {
      const wanted = distribution[role];
      return wanted === undefined ? {} : { [role]: wanted };
    });
    return tryPlan([role], own) ?? [{ name: role, role }];
  });
}

function tryPlan(roles: readonly string[], distributions: readonly RoleDistribution[]): PlannedNode[] | null {
  try {
    return planNodes(roles, ...distributions);
  } catch {
    return null;
  }
}

/** A deployment of which something is left. */
export function presentDeployment(deployment: Deployment | null): Deployment | null {
  if (deployment === null || deployment.freshness === 'lost') return null;
  return deployment.nodes.some(({ status }) => status.state !== 'absent') ? deployment : null;
}

/** By role: what runs first, in its order, then what would be started. */
export function nodesByRole(
  wanted: readonly PlannedNode[],
  deployment: Deployment | null,
): ReadonlyMap<string, readonly TopologyNode[]> {
  const present = presentDeployment(deployment);
  const nodes = new Map<string, TopologyNode[]>();
  const add = (node: TopologyNode): void => {
    const before = nodes.get(node.role);
    if (before === undefined) nodes.set(node.role, [node]);
    else before.push(node);
  };
  const wantedKeys = new Set(wanted.map(keyOf));
  const there = new Set((present?.nodes ?? []).map(keyOf));
  for (const { name, role, status, link } of present?.nodes ?? []) {
    const pending = wantedKeys.has(keyOf({ name, role })) ? null : 'stop';
    add({ name, role, status, pending, ...(link === undefined ? {} : { link }) });
  }
  for (const { name, role } of wanted) {
    if (there.has(keyOf({ name, role }))) continue;
    add({ name, role, status: { state: 'absent' }, pending: present === null ? null : 'start' });
  }
  return nodes;
}

const keyOf = ({ name, role }: PlannedNode): string => `${role} ${name}`;
