import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { RoleDistribution } from '#shared/model/distribution.ts';
import type { CompositionOutline, RoleOutline } from '#shared/nixLanguage/composition/outline.ts';
import { compare } from './certainty.ts';
import { roleContents } from './contents.ts';
import { mergeEdges } from './edges.ts';
import { nodesByRole, wantedNodes } from './nodes.ts';
import { findRename } from './rename.ts';
import type { TopologyModel, TopologyRole } from './topology.ts';

export interface TopologySources {
  /** What the text says now; null while it is not read. */
  readonly outline: CompositionOutline | null;
  /** What Nix said last, and the outline of the text that it read. */
  readonly evaluation: Evaluation | null;
  readonly deployment: Deployment | null;
  /** What the user chose for this target, over what the composition declares. */
  readonly chosen: RoleDistribution;
}

export interface Evaluation {
  readonly composition: EvaluatedComposition;
  /** Null when the text that was evaluated is not known: then only what Nix itself lists is confirmed. */
  readonly outline: CompositionOutline | null;
}

/** One picture of what the text says (at once), what Nix says (exactly, later) and what runs. */
export function mergeTopology({ outline, evaluation, deployment, chosen }: TopologySources): TopologyModel {
  const evaluated = evaluation?.composition ?? null;
  const place = (role: RoleOutline) => ({ role, ...role.nameRange });
  const rename = findRename(
    (evaluation?.outline?.roles ?? []).map(({ name }) => name),
    (outline?.roles ?? []).map(({ name }) => name),
  );
  const compared = compare({
    written: (outline?.roles ?? []).map(place),
    earlier: (evaluation?.outline?.roles ?? []).map(place),
    // A role that is being renamed is not there twice.
    evaluated:
      evaluated === null ? null : Object.entries(evaluated.roles).filter(([name]) => name !== rename?.from),
    writtenKey: ({ role }) => role.name,
    evaluatedKey: ([name]) => name,
  });
  const names = compared.map(({ written, evaluated: known }) => written?.role.name ?? known?.[0] ?? '');
  const declared = declaredDistribution(outline, evaluation);
  const wanted = wantedNodes(names, declared, chosen);
  const nodes = nodesByRole(wanted, deployment);
  const counts = new Map<string, number>();
  for (const { role } of wanted) counts.set(role, (counts.get(role) ?? 0) + 1);
  const drawn = compared.map(({ written, evaluated: known, certainty, range }, index): TopologyRole => {
    const name = names[index] ?? '';
    const earlier = evaluation?.outline?.roles.find((role) => role.name === name) ?? null;
    return {
      name,
      certainty,
      range,
      description: written?.role.description ?? known?.[1].description ?? null,
      wanted: counts.get(name) ?? 0,
      hasHostNames: typeof (chosen[name] ?? declared[name]) === 'object',
      nodes: nodes.get(name) ?? [],
      ...roleContents({
        written: written?.role ?? null,
        earlier,
        evaluated: known?.[1] ?? null,
        listsAllServices: evaluated?.base === 'tiny',
      }),
    };
  });
  const roles = [...drawn, ...forgottenRoles(names, nodes)];
  const edges = mergeEdges(
    outline?.dependencies ?? [],
    evaluation?.outline?.dependencies ?? [],
    new Map(roles.map(({ name, certainty }) => [name, certainty])),
  );
  return { roles, edges, isEvaluated: evaluated !== null, differences: countDifferences(roles, edges) };
}

/** Nodes that run keep their role in the picture when neither the text nor Nix knows it any more. */
function forgottenRoles(
  names: readonly string[],
  nodes: ReadonlyMap<string, TopologyRole['nodes']>,
): TopologyRole[] {
  return [...nodes]
    .filter(([name]) => !names.includes(name))
    .map(([name, running]) => ({
      name,
      description: null,
      certainty: 'evaluated-only',
      range: null,
      wanted: 0,
      hasHostNames: false,
      nodes: running,
      services: [],
      packages: [],
      openPorts: [],
      sharedDirectories: [],
    }));
}

/** What the composition declares: as Nix says, and over it what has changed in the text since. */
function declaredDistribution(
  outline: CompositionOutline | null,
  evaluation: Evaluation | null,
): RoleDistribution {
  const declared: Record<string, number | readonly string[]> = {
    ...evaluation?.composition.rolesDistribution,
  };
  for (const { name, nodes } of outline?.rolesDistribution ?? []) {
    if (nodes !== null) declared[name] = nodes;
  }
  const names = new Set(outline?.rolesDistribution.map(({ name }) => name));
  for (const { name } of evaluation?.outline?.rolesDistribution ?? []) {
    if (outline !== null && !names.has(name)) delete declared[name];
  }
  return declared;
}

function countDifferences(roles: readonly TopologyRole[], edges: TopologyModel['edges']): number {
  const said = roles.flatMap((role) =>
    role.certainty === 'confirmed'
      ? [...role.services, ...role.packages, ...role.openPorts, ...role.sharedDirectories]
      : [role],
  );
  return [...said, ...edges].filter(({ certainty }) => certainty !== 'confirmed').length;
}
