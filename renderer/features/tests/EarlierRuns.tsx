import { FolderOpen } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { ago, duration } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { keptRunsOf, type RunListing } from './runs/keptRuns.ts';
import { choiceOf } from './runs/shownRun.ts';
import { outcomes } from './TestsHeader.tsx';

/** The runs that are kept of the project, of all its compositions and flavours. */
export function EarlierRuns({ target }: { readonly target: Target }) {
  const app = useApp();
  const { runs, isKnown, problem } = useSlice(keptRunsOf(app), (state) => state);
  const now = useNow(true, 30_000);
  const open = ({ target: of, run }: RunListing): void =>
    choiceOf(app).dispatch({ view: 'timeline', run: { target: of, run } });
  if (problem !== null) return <ErrorNotice title="The earlier runs could not be read" error={problem} />;
  if (!isKnown) return <Spinner doing="Reading the earlier runs" />;
  const hasCompositions = runs.some((run) => run.target.composition !== target.composition);
  const columns: readonly Column<RunListing>[] = [
    {
      id: 'when',
      title: 'When',
      cell: ({ startedAt }) => (
        <time dateTime={new Date(startedAt).toISOString()} title={new Date(startedAt).toLocaleString()}>
          {ago(now - startedAt)}
        </time>
      ),
    },
    ...(hasCompositions
      ? [{ id: 'composition', title: 'Composition', cell: (run: RunListing) => run.target.composition }]
      : []),
    { id: 'flavour', title: 'Flavour', cell: (run) => run.target.flavour },
    { id: 'result', title: 'Result', cell: (run) => <Result run={run} /> },
    { id: 'statements', title: 'Statements', numeric: true, cell: ({ statements }) => statements },
    { id: 'duration', title: 'Duration', numeric: true, cell: ({ durationMs }) => duration(durationMs) },
    {
      id: 'open',
      title: 'Open',
      cell: (run) => <IconButton icon={FolderOpen} label="Open this run" onClick={() => open(run)} />,
    },
  ];
  return (
    <Table
      label="Earlier runs"
      columns={columns}
      rows={runs}
      rowKey={({ target: of, run }) => `${of.composition} ${of.flavour} ${run}`}
      searchText={({ target: of, outcome, failure }) =>
        `${of.composition} ${of.flavour} ${outcome} ${failure?.message ?? ''}`
      }
      emptyText="Each run of a test script will be kept here, the last 20 of each composition and flavour."
      onOpen={open}
    />
  );
}

function Result({ run: { outcome, failure } }: { readonly run: RunListing }) {
  const { state, word } = outcomes[outcome];
  return (
    <span className="run-result">
      <StateLabel state={state}>{word}</StateLabel>
      {failure !== null && <span className="muted truncate">{failure.message.split('\n')[0]}</span>}
    </span>
  );
}
