/** What the nodes wrote, beside the statements: during the whole run, or while one statement was done. */
import { useState } from 'react';
import { Select } from '#renderer/ui/Field.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import type { ShownRun } from '../runs/shownRun.ts';
import type { Statement } from '../testRuns.ts';
import { useNodeLines } from './nodeLines.ts';

/** Lines shown; a node's whole log has a panel of its own. */
const most = 600;

/** Milliseconds: a line needs a moment from the node to here, and belongs to what was done just before. */
const before = 50;
const after = 300;

interface NodeLinesViewProps {
  readonly run: ShownRun;
  /** The statement that is chosen; `null` for the whole run. */
  readonly statement: Statement | null;
  readonly onShowAll: () => void;
}

export function NodeLinesView({ run, statement, onShowAll }: NodeLinesViewProps) {
  const [node, setNode] = useState<string | null>(null);
  const isOver = statement !== null && statement.state !== 'running';
  const { lines, isWhole, problem } = useNodeLines({
    ...{ target: run.target, run: run.run, most },
    node: node !== null && run.nodes.includes(node) ? node : null,
    from: statement === null ? null : statement.startedAt - before,
    to: isOver ? statement.startedAt + (statement.durationMs ?? 0) + after : null,
    isLive: run.phase === 'running',
  });
  return (
    <section className="node-lines" aria-label="What the nodes wrote">
      <header className="node-lines-head">
        <Select
          aria-label="Lines of"
          value={node ?? ''}
          options={[
            { value: '', label: 'All nodes' },
            ...run.nodes.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(name) => setNode(name === '' ? null : name)}
        />
        <p className="muted truncate">{statement === null ? 'wrote during the run' : 'wrote at that time'}</p>
        {statement !== null && (
          <button type="button" className="link" onClick={onShowAll}>
            Show the whole run
          </button>
        )}
      </header>
      {problem !== null && <p className="muted">Their lines cannot be read. {problem}</p>}
      {lines === null && <Spinner doing="Reading what the nodes wrote" />}
      {!isWhole && <p className="muted">Only the last {most} lines are shown.</p>}
      {lines !== null && lines.length === 0 && problem === null && (
        <p className="muted">{run.phase === 'running' ? 'Nothing so far.' : 'The nodes wrote nothing.'}</p>
      )}
      {lines !== null && lines.length > 0 && (
        <ol
          className="node-lines-list"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
          tabIndex={0}
          aria-label="Lines"
        >
          {lines.map(({ node: name, source, at, line }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names, and only their end changes
            <li key={`${at} ${index}`}>
              <span className="muted tabular">{((at - run.startedAt) / 1000).toFixed(2)}</span>
              <span className="node-lines-node truncate" title={source}>
                {name}
              </span>
              <code>{line}</code>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
