/** Nodes as rows, with what they use of the machine. */
import { classNames } from '#renderer/ui/classNames.ts';
import { bytes } from '#renderer/ui/words.ts';
import { nodeLook } from '../card/nodeLook.ts';
import type { TopologyNode } from '../model/topology.ts';
import type { Histories, NodeHistory } from '../nodeStats.ts';
import { MarkIcon } from './Marks.tsx';

export function NodeRows({
  nodes,
  histories,
}: {
  readonly nodes: readonly TopologyNode[];
  readonly histories: Histories;
}) {
  return nodes.map((node) => {
    const { state, word } = nodeLook(node);
    // What is wrong with its link is said instead of what it uses.
    const history = state === 'running' ? histories.get(node.name) : undefined;
    const reason = node.status.state === 'failed' ? node.status.error.message : undefined;
    return (
      <div
        key={node.name}
        data-node={node.name}
        className={classNames(
          'topology-node',
          `state-${state}`,
          node.pending === 'stop' && 'topology-leaving',
        )}
        title={reason ?? `${node.name}: ${word.toLowerCase()}`}
      >
        <MarkIcon state={state} />
        <span className="topology-node-name truncate">{node.name}</span>
        {history === undefined ? (
          <span className="topology-node-word truncate">{word}</span>
        ) : (
          <Usage history={history} />
        )}
      </div>
    );
  });
}

interface UsageProps {
  readonly history: NodeHistory;
  /** Left out where words need the room. */
  readonly hasCurve?: boolean;
}

/** CPU as a number and a curve, and memory. */
export function Usage({ history: { now, cpu }, hasCurve = true }: UsageProps) {
  return (
    <span className="topology-usage tabular">
      {hasCurve && <Sparkline values={cpu} />}
      <span>{cpuWords(now.cpuPercent)}</span>
      <span>{bytes(now.memoryBytes)}</span>
    </span>
  );
}

/** @param percent of one core */
function cpuWords(percent: number): string {
  return percent < 1000 ? `${Math.round(percent)} %` : `${Math.round(percent / 100)} cores`;
}

const curve = { width: 32, height: 12 };

/** A small curve; its top is 100 % of a core, or the most there was. */
function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(100, ...values);
  const step = curve.width / Math.max(1, values.length - 1);
  const points = values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(curve.height - 1 - (value / most) * (curve.height - 2)).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg width={curve.width} height={curve.height} aria-hidden="true">
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth={1.25} />
    </svg>
  );
}
