import { ChevronRight, MessageSquare, Square } from 'lucide-react';
import type { CSSProperties } from 'react';
import { Chip } from '#renderer/ui/Badge.tsx';
import { classNames } from '#renderer/ui/classNames.ts';
import { StateIcon, type StateName } from '#renderer/ui/StateLabel.tsx';
import { duration } from '#renderer/ui/words.ts';
import type { StatementNode } from '../runs/rows.ts';
import type { Place } from '../scripts/places.ts';
import type { Statement } from '../testRuns.ts';

export const statementStates: Readonly<
  Record<Statement['state'], { readonly state: StateName; readonly word: string }>
> = {
  running: { state: 'working', word: 'running' },
  passed: { state: 'running', word: 'passed' },
  failed: { state: 'failed', word: 'failed' },
};

interface RowProps {
  readonly row: StatementNode;
  readonly now: number;
  /** `null` for a row that has nothing to open. */
  readonly isOpen: boolean | null;
  readonly isChosen: boolean;
  readonly tabIndex: number;
  readonly place: Place | null;
  readonly onFocus: () => void;
  readonly onPress: () => void;
  readonly onOpenPlace: (place: Place) => void;
  readonly onStop: (() => void) | undefined;
}

export function StatementRow({ row, now, isOpen, isChosen, tabIndex, place, ...on }: RowProps) {
  const { statement, depth, isGroup } = row;
  const { id, kind, node, text, durationMs, startedAt } = statement;
  const { state, word } = statementStates[statement.state];
  const isRunning = statement.state === 'running';
  const took = isRunning ? Math.max(0, now - startedAt) : durationMs;
  const [firstLine] = text.split('\n');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree listens for keys
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isChosen}
      aria-expanded={isOpen ?? undefined}
      className="statement"
      style={{ '--depth': depth } as CSSProperties}
      data-statement={id}
      tabIndex={tabIndex}
      onFocus={on.onFocus}
      onClick={({ target }) => {
        // Text of an output is clicked to be selected.
        if (!(target instanceof Element && target.closest('.statement-output') !== null)) on.onPress();
      }}
    >
      <div className={classNames('statement-row', isChosen && 'statement-chosen')}>
        {isOpen === null ? (
          <span />
        ) : (
          <ChevronRight
            size={16}
            aria-hidden
            className={classNames('statement-arrow', isOpen && 'statement-open')}
          />
        )}
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
          <code className={kind === 'log' ? 'muted truncate' : 'truncate'} title={firstLine}>
            {firstLine}
          </code>
        )}
        {isRunning && on.onStop !== undefined && kind !== 'subtest' ? (
          <button
            type="button"
            className="statement-stop"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              on.onStop?.();
            }}
          >
            <Square size={12} aria-hidden />
            Stop
          </button>
        ) : (
          <span />
        )}
        {node === null ? <span /> : <Chip>{node}</Chip>}
        <LineLink line={statement.line} place={place} onOpenPlace={on.onOpenPlace} />
        <span className="statement-number muted tabular">{took !== undefined && duration(took)}</span>
      </div>
      {isOpen === true && !isGroup && <Details statement={statement} />}
    </div>
  );
}

function LineLink({
  line,
  place,
  onOpenPlace,
}: {
  readonly line: number | null;
  readonly place: Place | null;
  readonly onOpenPlace: (place: Place) => void;
}) {
  if (line === null) return <span />;
  if (place === null) return <span className="statement-number muted tabular">line {line}</span>;
  return (
    <button
      type="button"
      className="link statement-number tabular"
      tabIndex={-1}
      aria-label={`line ${place.line} of ${place.file}`}
      onClick={(event) => {
        event.stopPropagation();
        onOpenPlace(place);
      }}
    >
      line {place.line}
    </button>
  );
}

function Details({ statement: { text, command, output } }: { readonly statement: Statement }) {
  const said = output ?? (command === undefined ? text : null);
  return (
    <section
      className="statement-output"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
      aria-label="Command and output"
    >
      {command !== undefined && <pre className="muted">$ {command}</pre>}
      {said === null ? <p className="muted">It printed nothing.</p> : <pre>{said}</pre>}
    </section>
  );
}
