/** Who needs whom, as lines of the picture: one between two roles, with everything that the one needs of the other. */
import type { Dependency } from '#shared/nixLanguage/composition/outline.ts';
import type { Certainty, EdgePart, TopologyEdge } from './topology.ts';

/**
 * @param writtenThen what the evaluated text said; empty when nothing is evaluated
 * @param certaintyOf of each role that is drawn
 */
export function mergeEdges(
  written: readonly Dependency[],
  writtenThen: readonly Dependency[],
  certaintyOf: ReadonlyMap<string, Certainty>,
): TopologyEdge[] {
  const edges = new Map<string, { from: string; to: string; parts: EdgePart[] }>();
  for (const dependency of written) {
    const { from, to, port, directory, evidence } = dependency;
    const ends = [certaintyOf.get(from), certaintyOf.get(to)];
    if (from === to || ends.includes(undefined)) continue;
    const isConfirmed =
      ends.every((certainty) => certainty !== 'text-only') &&
      writtenThen.some((other) => isSame(other, dependency));
    const part: EdgePart = {
      port,
      directory,
      certainty: isConfirmed ? 'confirmed' : 'text-only',
      reasons: evidence,
    };
    const id = edgeId(from, to);
    const known = edges.get(id);
    if (known === undefined) edges.set(id, { from, to, parts: [part] });
    else known.parts.push(part);
  }
  return [...edges].map(([id, edge]) => ({
    id,
    ...edge,
    certainty: edge.parts.some(({ certainty }) => certainty === 'confirmed') ? 'confirmed' : 'text-only',
  }));
}

/** Names of roles hold no blanks that could be confused: a quoted one is written with its quotes here. */
function edgeId(from: string, to: string): string {
  return `${JSON.stringify(from)} → ${JSON.stringify(to)}`;
}

function isSame(one: Dependency, other: Dependency): boolean {
  return (
    one.from === other.from &&
    one.to === other.to &&
    one.port === other.port &&
    one.directory === other.directory
  );
}
