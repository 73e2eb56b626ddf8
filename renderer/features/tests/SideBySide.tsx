/** The newest runs of a composition on its flavours, statement by statement. */
import { Columns2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { StateIcon, StateLabel } from '#renderer/ui/StateLabel.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { ago, duration } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { type AlignedRow, alignRuns } from './runs/alignRuns.ts';
import { type KeptRun, keptRunsOf, type RunListing, useKeptRuns } from './runs/keptRuns.ts';
import { choiceOf } from './runs/shownRun.ts';
import { linesOfRun, type Place, placeOf } from './scripts/places.ts';
import { outcomes } from './TestsHeader.tsx';
import type { Statement } from './testRuns.ts';
import { statementStates } from './timeline/StatementRow.tsx';

export function SideBySide({ target }: { readonly target: Target }) {
  const app = useApp();
  const runs = useSlice(keptRunsOf(app), (state) => state.runs);
  const newest = newestByFlavour(runs, target.composition);
  const readings = useKeptRuns(newest);
  if (newest.length < 2) {
    return (
      <EmptyState
        icon={Columns2}
        title="One flavour alone has been tested"
        command={`nxc start -t -f ${newest[0]?.target.flavour === 'docker' ? 'vm' : 'docker'}`}
      >
        The same script runs on every flavour. When it has run on two of them, what it did stands here side by
        side.
      </EmptyState>
    );
  }
  const failed = readings.find((reading) => reading?.phase === 'failed');
  if (failed?.phase === 'failed')
    return <ErrorNotice title="A run could not be read" error={failed.problem} />;
  const kept = readings.flatMap((reading) => (reading?.phase === 'read' ? reading.kept : []));
  return kept.length < newest.length ? <Spinner doing="Reading the runs" /> : <Comparison runs={kept} />;
}

function newestByFlavour(runs: readonly RunListing[], composition: string): RunListing[] {
  const own = runs.filter(({ target }) => target.composition === composition);
  const byFlavour = Map.groupBy(own, ({ target }) => target.flavour);
  return [...byFlavour.entries()]
    .sort(([one], [other]) => one.localeCompare(other))
    .flatMap(([, all]) => all[0] ?? []);
}

function Comparison({ runs }: { readonly runs: readonly KeptRun[] }) {
  const app = useApp();
  const now = useNow(true, 30_000);
  const sources = new Set(runs.map(({ summary }) => summary.script.source));
  const rows = alignRuns(runs.map(({ statements }) => statements));
  const open = ({ file, line }: Place): void =>
    void app.commands.execute(frameCommands.openFile, { file, position: { line, column: 1 } });
  const placeIn = (column: number, line: number | null): Place | null => {
    const summary = runs[column]?.summary;
    if (summary === undefined) return null;
    return placeOf(app, linesOfRun(app, { run: summary.run, ...summary.script }), line);
  };
  return (
    <>
      {sources.size > 1 && (
        <StateLabel state="stale">
          These runs had different scripts: what they have in common stands in one line.
        </StateLabel>
      )}
      <table className="table flavours-beside">
        <caption className="visually-hidden">The same script on several flavours</caption>
        <thead>
          <tr>
            <th scope="col">Statement</th>
            {runs.map(({ summary: { target, run, outcome, durationMs, startedAt } }) => (
              <th key={target.flavour} scope="col">
                <button
                  type="button"
                  className="link"
                  onClick={() => choiceOf(app).dispatch({ view: 'timeline', run: { target, run } })}
                >
                  {target.flavour}
                </button>{' '}
                <StateLabel state={outcomes[outcome].state}>{outcomes[outcome].word}</StateLabel>{' '}
                {duration(durationMs)}, {ago(now - startedAt)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows do not change
            <Row key={index} row={row} placeIn={placeIn} onOpen={open} />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  readonly row: AlignedRow;
  readonly placeIn: (column: number, line: number | null) => Place | null;
  readonly onOpen: (place: Place) => void;
}

function Row({ row: { statements, depth }, placeIn, onOpen }: RowProps) {
  const column = statements.findIndex((one) => one !== null);
  const first = statements[column];
  if (first == null) return null;
  const place = placeIn(column, first.line);
  const outputs = new Set(statements.flatMap((one) => (one === null ? [] : [one.output ?? ''])));
  const [words] = first.text.split('\n');
  return (
    <tr>
      <th scope="row">
        <span className="flavours-beside-words" style={{ '--depth': depth } as CSSProperties}>
          {first.kind === 'subtest' ? <span>{words}</span> : <code>{words}</code>}
          {place !== null && (
            <button type="button" className="link" onClick={() => onOpen(place)}>
              line {place.line}
            </button>
          )}
          {outputs.size > 1 && <span className="muted">other output</span>}
        </span>
      </th>
      {statements.map((statement, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place
        <td key={index}>{statement === null ? <NotReached /> : <Cell statement={statement} />}</td>
      ))}
    </tr>
  );
}

const NotReached = () => <span className="muted">not reached</span>;

function Cell({ statement: { state, durationMs, kind } }: { readonly statement: Statement }) {
  if (kind === 'log') return <span className="muted">printed</span>;
  const { state: look, word } = statementStates[state];
  return (
    <span className="state-cell tabular">
      <StateIcon state={look} />
      <span className="visually-hidden">{word}</span>
      {durationMs !== undefined && duration(durationMs)}
    </span>
  );
}
