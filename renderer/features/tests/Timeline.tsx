import { ChevronRight, MessageSquare } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { Chip } from '#renderer/ui/Badge.tsx';
import { StateIcon, type StateName } from '#renderer/ui/StateLabel.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { duration } from '#renderer/ui/words.ts';
import { firstFailure, type Statement, type StatementNode, toRows } from './testRuns.ts';

const states: Readonly<Record<Statement['state'], { readonly state: StateName; readonly word: string }>> = {
  running: { state: 'working', word: 'running' },
  passed: { state: 'running', word: 'passed' },
  failed: { state: 'failed', word: 'failed' },
};

/** Rows drawn: the last ones, because that is where a test is or where it ended. */
const rowsDrawn = 2000;

interface TimelineProps {
  readonly statements: readonly Statement[];
  readonly isRunning: boolean;
}

/** What the script did, in the order in which it did it. Groups can be closed, outputs opened. */
export function Timeline({ statements, isRunning }: TimelineProps) {
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const now = useNow(isRunning, 500);
  const failure = firstFailure(statements);
  const rows = toRows(statements);
  // Groups begin open and outputs closed, but for the one that everybody will look for.
  const isOpen = ({ statement: { id }, isGroup }: StatementNode): boolean =>
    toggled.has(id) !== (isGroup || id === failure?.id);
  const closed = new Set(
    rows.filter((row) => row.isGroup && !isOpen(row)).map(({ statement }) => statement.id),
  );
  const shown = rows.filter(({ groups }) => !groups.some((group) => closed.has(group)));
  const toggle = (id: number): void => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  return (
    <>
      {shown.length > rowsDrawn && (
        <p className="muted">The first {shown.length - rowsDrawn} statements are not shown.</p>
      )}
      <ol aria-label="Statements">
        {shown.slice(-rowsDrawn).map((row) => (
          <Row
            key={row.statement.id}
            row={row}
            now={now}
            isOpen={isOpen(row)}
            onToggle={() => toggle(row.statement.id)}
          />
        ))}
      </ol>
    </>
  );
}

interface RowProps {
  readonly row: StatementNode;
  readonly now: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Row({ row, now, isOpen, onToggle }: RowProps) {
  const { statement, depth, isGroup } = row;
  const { output } = statement;
  const hasMore = isGroup || output !== undefined || statement.text.includes('\n');
  const style = { '--depth': depth } as CSSProperties;
  const cells = <Cells row={row} now={now} hasMore={hasMore} />;
  return (
    <li className="statement" style={style}>
      {hasMore ? (
        <button type="button" className="statement-row" aria-expanded={isOpen} onClick={onToggle}>
          {cells}
        </button>
      ) : (
        <div className="statement-row">{cells}</div>
      )}
      {isOpen && !isGroup && hasMore && (
        <section
          className="statement-output"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
          tabIndex={0}
          aria-label="Output"
        >
          <pre>{output ?? statement.text}</pre>
        </section>
      )}
    </li>
  );
}

function Cells({
  row: { statement, isGroup },
  now,
  hasMore,
}: {
  readonly row: StatementNode;
  readonly now: number;
  readonly hasMore: boolean;
}) {
  const { kind, node, text, line, durationMs, startedAt } = statement;
  const { state, word } = states[statement.state];
  const isRunning = statement.state === 'running';
  const took = isRunning ? Math.max(0, now - startedAt) : durationMs;
  const [firstLine] = text.split('\n');
  return (
    <>
      {hasMore ? <ChevronRight size={16} aria-hidden className="statement-arrow" /> : <span />}
      {kind === 'log' ? (
        <MessageSquare size={16} aria-hidden className="muted" />
      ) : (
        <span className="statement-state">
          <StateIcon state={state} />
          <span className="visually-hidden">{word}</span>
        </span>
      )}
      {isGroup ? (
        <span className="statement-group truncate">{firstLine}</span>
      ) : (
        <code className={kind === 'log' ? 'muted truncate' : 'truncate'}>{firstLine}</code>
      )}
      {node === null ? <span /> : <Chip>{node}</Chip>}
      <span className="statement-number muted tabular">{line !== null && `line ${line}`}</span>
      <span className="statement-number muted tabular">{took !== undefined && duration(took)}</span>
    </>
  );
}
