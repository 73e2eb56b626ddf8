/** The lines between cards, with what is needed along each. */
import { classNames } from '#renderer/ui/classNames.ts';
import { count } from '#renderer/ui/words.ts';
import { arrowPath, labelFont, labelHeight, labelWidth, linePath } from '../drawing/lines.ts';
import type { PlacedLink } from '../layout/layout.ts';
import { edgeLabel, type TopologyEdge } from '../model/topology.ts';

interface LinesProps {
  readonly links: readonly PlacedLink[];
  readonly edges: readonly TopologyEdge[];
  /** Lines of this role are brought forward. */
  readonly selectedRole: string | null;
}

export function Lines({ links, edges, selectedRole }: LinesProps) {
  const byId = new Map(edges.map((edge) => [edge.id, edge]));
  const drawn = links.flatMap((link) => {
    const edge = byId.get(link.id);
    if (edge === undefined) return [];
    return [{ link, edge, isSelected: selectedRole !== null && [edge.from, edge.to].includes(selectedRole) }];
  });
  // The selected ones last, so that they lie above the others.
  drawn.sort((one, other) => Number(one.isSelected) - Number(other.isSelected));
  return (
    <svg className="topology-lines" aria-hidden="true">
      {drawn.map(({ link, edge, isSelected }) => (
        <g
          key={link.id}
          data-edge={link.id}
          className={classNames(
            'topology-line',
            `certainty-${edge.certainty}`,
            isSelected && 'line-selected',
          )}
        >
          <title>{edgeTitle(edge)}</title>
          <path className="line-target" d={linePath(link.points)} />
          <path className="line-path" d={linePath(link.points)} />
          <path className="line-arrow" d={arrowPath(link.points)} />
        </g>
      ))}
      {drawn.map(({ link, edge, isSelected }) => {
        if (link.label === null) return null;
        const text = edgeLabel(edge);
        const width = labelWidth(text);
        return (
          <g
            key={link.id}
            data-edge={link.id}
            className={classNames('line-label', `certainty-${edge.certainty}`, isSelected && 'line-selected')}
            transform={`translate(${link.label.x} ${link.label.y})`}
          >
            <title>{edgeTitle(edge)}</title>
            <rect x={-width / 2} y={-labelHeight / 2} width={width} height={labelHeight} rx={4} />
            <text fontSize={labelFont} textAnchor="middle" y={4}>
              {text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function edgeTitle({ from, to, parts, certainty }: TopologyEdge): string {
  const what = parts.map(({ port, directory }) =>
    directory !== null ? `the folder ${directory}` : port !== null ? `port ${port}` : 'its host name',
  );
  const places = parts.reduce((sum, { reasons }) => sum + reasons.length, 0);
  const doubt = certainty === 'confirmed' ? '' : '\nNot yet confirmed by Nix.';
  return `${from} uses ${what.join(' and ')} of ${to}.\nThe text says so in ${count(places, 'place')}.${doubt}`;
}
