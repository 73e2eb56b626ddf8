/** What a script did, in the order in which it did it: a tree that is walked by arrow keys. */
import { type KeyboardEvent, useRef, useState } from 'react';
import { useNow } from '#renderer/ui/useNow.ts';
import type { StatementNode } from '../runs/rows.ts';
import type { Place } from '../scripts/places.ts';
import { StatementRow } from './StatementRow.tsx';
import './Timeline.css';
import { moveInTree } from './tree.ts';

/** Rows drawn: the last ones, because that is where a test is or where it ended. */
const rowsDrawn = 2000;

interface TimelineProps {
  readonly label: string;
  readonly rows: readonly StatementNode[];
  /** Whether something of it goes on: clocks move then. */
  readonly isRunning: boolean;
  readonly chosen?: number | null;
  readonly onChoose?: (id: number | null) => void;
  readonly placeOf: (line: number | null) => Place | null;
  readonly onOpenPlace: (place: Place) => void;
  /** Stops what goes on. */
  readonly onStop?: (() => void) | undefined;
}

export function Timeline(props: TimelineProps) {
  const { label, rows, isRunning, chosen = null, onChoose, placeOf, onOpenPlace, onStop } = props;
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const [focused, setFocused] = useState<number | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const now = useNow(isRunning, 500);

  const isOpen = ({ statement: { id }, isGroup }: StatementNode): boolean => toggled.has(id) !== isGroup;
  const closed = new Set(
    rows.filter((row) => row.isGroup && !isOpen(row)).map(({ statement }) => statement.id),
  );
  const visible = rows.filter(({ groups }) => !groups.some((group) => closed.has(group)));
  const drawn = visible.slice(-rowsDrawn);
  const isDrawn = drawn.some(({ statement }) => statement.id === focused);
  const entry = isDrawn ? focused : (drawn[0]?.statement.id ?? null);

  function toggle(id: number): void {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Outputs and links are inside of rows and have keys of their own.
    const row = event.target instanceof HTMLElement && event.target.role === 'treeitem' ? entry : null;
    if (row === null) return;
    if (event.key === 'Enter') {
      const line = drawn.find(({ statement }) => statement.id === row)?.statement.line ?? null;
      const place = placeOf(line);
      if (place === null) return;
      event.preventDefault();
      onOpenPlace(place);
      return;
    }
    const treeRows = drawn.map((one) => ({
      id: one.statement.id,
      depth: one.depth,
      isOpen: hasMore(one) ? isOpen(one) : null,
    }));
    const move = moveInTree(treeRows, row, event.key);
    if (move === null) return;
    event.preventDefault();
    if ('toggle' in move) {
      toggle(move.toggle);
      return;
    }
    onChoose?.(move.to);
    tree.current?.querySelector<HTMLElement>(`[data-statement="${move.to}"]`)?.focus();
  }

  return (
    <>
      {visible.length > rowsDrawn && (
        <p className="muted">The first {visible.length - rowsDrawn} statements are not shown.</p>
      )}
      <div role="tree" aria-label={label} className="timeline" ref={tree} onKeyDown={press}>
        {drawn.map((row) => {
          const { id, line } = row.statement;
          return (
            <StatementRow
              key={id}
              row={row}
              now={now}
              isOpen={hasMore(row) ? isOpen(row) : null}
              isChosen={chosen === id}
              tabIndex={id === entry ? 0 : -1}
              place={placeOf(line)}
              onFocus={() => setFocused(id)}
              onPress={() => {
                onChoose?.(id);
                if (hasMore(row)) toggle(id);
              }}
              onOpenPlace={onOpenPlace}
              onStop={onStop}
            />
          );
        })}
      </div>
    </>
  );
}

function hasMore({ isGroup, statement: { output, command, text } }: StatementNode): boolean {
  return isGroup || output !== undefined || command !== undefined || text.includes('\n');
}
