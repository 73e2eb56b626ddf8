/** A role's card in words, for those who cannot see it. */
import { count, list } from '#renderer/ui/words.ts';
import { summarize } from '../card/nodeLook.ts';
import type { TopologyEdge, TopologyRole } from '../model/topology.ts';

export function cardWords(
  { name, wanted, nodes, services, packages, certainty }: TopologyRole,
  edges: readonly TopologyEdge[],
): string {
  const needs = edges.filter(({ from }) => from === name).map(({ to }) => to);
  const neededBy = edges.filter(({ to }) => to === name).map(({ from }) => from);
  const summary = summarize(nodes);
  return [
    `${name}, ${count(wanted, 'node')}`,
    summary?.details,
    services.length > 0 &&
      `runs ${list(services.map(({ name: service, ports }) => [service, ...ports].join(' ')))}`,
    packages.length > 0 && count(packages.length, 'package'),
    needs.length > 0 && `needs ${list(needs)}`,
    neededBy.length > 0 && `needed by ${list(neededBy)}`,
    certainty === 'text-only' && 'not yet confirmed by Nix',
    certainty === 'evaluated-only' && 'no longer in the text',
  ]
    .filter((part) => typeof part === 'string')
    .join('; ');
}
