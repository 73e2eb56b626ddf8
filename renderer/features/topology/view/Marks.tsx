/** Nodes as marks beside each other, and hundreds of them as a strip. */
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import { cardPadding, markPitch, type NodesPart } from '../card/cardLayout.ts';
import { marks, nodeLook } from '../card/nodeLook.ts';
import { stripParts } from '../card/nodeStrip.ts';
import type { TopologyNode } from '../model/topology.ts';

export function Mark({ state }: { readonly state: StateName }) {
  const { ring, dashed, fill, sign } = marks[state];
  return (
    <>
      {ring && (
        <circle
          cx={6}
          cy={6}
          r={4.5}
          fill="none"
          stroke="var(--state)"
          strokeWidth={1.5}
          strokeDasharray={dashed ? '2.2 1.6' : undefined}
        />
      )}
      {fill !== null && <path d={fill} fill="var(--state)" />}
      {sign !== null && (
        <path d={sign} fill="none" stroke="var(--raised-surface)" strokeWidth={1.4} strokeLinecap="round" />
      )}
    </>
  );
}

/** One mark by itself. */
export function MarkIcon({ state }: { readonly state: StateName }) {
  return (
    <svg className={`topology-mark state-${state}`} width={12} height={12} aria-hidden="true">
      <Mark state={state} />
    </svg>
  );
}

const describe = (node: TopologyNode): string => `${node.name}: ${nodeLook(node).word.toLowerCase()}`;

interface NodesProps {
  readonly nodes: readonly TopologyNode[];
  readonly part: NodesPart;
  /** Of the card. */
  readonly cardWidth: number;
}

export function NodeMarks({ nodes, part: { height, perLine }, cardWidth }: NodesProps) {
  return (
    <svg className="topology-marks" width={cardWidth - 2 * cardPadding} height={height} aria-hidden="true">
      {nodes.map((node, index) => {
        const { state } = nodeLook(node);
        const x = (index % perLine) * markPitch;
        const y = Math.floor(index / perLine) * markPitch;
        return (
          <g
            key={node.name}
            data-node={node.name}
            className={`state-${state}${node.pending === 'stop' ? ' topology-leaving' : ''}`}
            transform={`translate(${x} ${y})`}
          >
            <title>{describe(node)}</title>
            <rect x={-2} y={-2} width={markPitch} height={markPitch} fill="transparent" />
            <Mark state={state} />
          </g>
        );
      })}
    </svg>
  );
}

export function NodeStrip({ nodes, part: { height, summary }, cardWidth }: NodesProps) {
  const width = cardWidth - 2 * cardPadding;
  return (
    <svg className="topology-marks" width={width} height={height} aria-hidden="true">
      <title>{summary?.details ?? `${nodes.length} nodes`}</title>
      {stripParts(nodes, width, height).map(({ state, path }) => (
        <path key={state} className={`topology-cell state-${state}`} d={path} />
      ))}
    </svg>
  );
}
