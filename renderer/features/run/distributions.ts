/** Role distributions as values: what runs, what was chosen, what it comes to. */
import { type AppError, toAppError } from '#shared/errors.ts';
import { type PlannedNode, planNodes, type RoleDistribution } from '#shared/model/distribution.ts';

/** The distribution that would give these nodes: a count where the names are those that a count gives. */
export function distributionOf(nodes: readonly PlannedNode[]): RoleDistribution {
  const byRole = new Map<string, string[]>();
  for (const { name, role } of nodes) byRole.set(role, [...(byRole.get(role) ?? []), name]);
  return Object.fromEntries(
    [...byRole].map(([role, names]) => {
      const counted = planNodes([role], { [role]: names.length }).map(({ name }) => name);
      const isCount = counted.length === names.length && counted.every((name) => names.includes(name));
      return [role, isCount ? names.length : names];
    }),
  );
}

/** Without roles that the composition does not have (any more). */
export function withRoles(distribution: RoleDistribution, roles: readonly string[]): RoleDistribution {
  return Object.fromEntries(Object.entries(distribution).filter(([role]) => roles.includes(role)));
}

/** Whether something that came from storage is one. */
export function isDistribution(value: unknown): value is RoleDistribution {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (wanted: unknown) =>
        typeof wanted === 'number' ||
        (Array.isArray(wanted) && wanted.every((name) => typeof name === 'string')),
    )
  );
}

export type Planned =
  | { readonly nodes: readonly PlannedNode[]; readonly problem: null }
  | { readonly nodes: null; readonly problem: AppError };

/** `planNodes` for a form: what is wrong is a value and not thrown. */
export function plan(roles: readonly string[], ...distributions: readonly RoleDistribution[]): Planned {
  try {
    return { nodes: planNodes(roles, ...distributions), problem: null };
  } catch (thrown) {
    return { nodes: null, problem: toAppError(thrown) };
  }
}
