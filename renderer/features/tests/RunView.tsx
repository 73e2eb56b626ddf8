/** One run: its failure first, then its statements, and beside them what the nodes wrote meanwhile. */
import { FlaskConical } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { obstacle } from '#renderer/features/run/actions.ts';
import { actionTexts } from '#renderer/features/run/actionTexts.ts';
import { cliLine } from '#renderer/features/run/cliLines.ts';
import { cancelWork } from '#renderer/features/run/perform.ts';
import { within } from '#renderer/features/run/positions.ts';
import { useSituation } from '#renderer/features/run/readSituation.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { runningNodes } from '#renderer/features/run/situation.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';
import { everything, failedGroup, filterRows, toRows } from './runs/rows.ts';
import { choiceOf, type Shown, type ShownRun } from './runs/shownRun.ts';
import { linesOfRun, type Place, placeOf } from './scripts/places.ts';
import { FailureView } from './timeline/FailureView.tsx';
import { FilterBar } from './timeline/FilterBar.tsx';
import { NodeLinesView } from './timeline/NodeLinesView.tsx';
import { Timeline } from './timeline/Timeline.tsx';

export function RunView({ target, shown }: { readonly target: Target; readonly shown: Shown }) {
  const app = useApp();
  const situation = useSituation(app, target);
  const reason = obstacle('test', situation);
  switch (shown.kind) {
    case 'reading':
      return <Spinner doing="Reading the last run" />;
    case 'none':
      return (
        <EmptyState
          icon={FlaskConical}
          title="No test was run yet"
          action={
            <Button
              icon={FlaskConical}
              disabled={reason !== null}
              onClick={() => void app.commands.execute(runCommands.test)}
            >
              {actionTexts.test.title}
            </Button>
          }
          command={cliLine('test', target, {})}
        >
          {reason !== null && situation.work === null ? `${reason} ` : ''}A composition can carry a test
          script: Python that runs commands on its nodes and checks what they answer. Each statement will be
          listed here.
        </EmptyState>
      );
    case 'problem':
      return (
        <ErrorNotice
          title="The test script could not run"
          error={within(target.directory, shown.problem)}
          onOpenPosition={({ file, line, column }) =>
            void app.commands.execute(frameCommands.openFile, { file, position: { line, column } })
          }
        />
      );
    case 'run':
      return (
        <>
          {shown.isChosen && <EarlierNotice />}
          <Run
            key={shown.run.run ?? 'running'}
            run={shown.run}
            target={target}
            hasNodes={runningNodes(situation).length > 0 && shown.run.target.flavour === target.flavour}
          />
        </>
      );
  }
}

function EarlierNotice() {
  const app = useApp();
  return (
    <p className="tests-earlier">
      This is an earlier run.{' '}
      <button type="button" className="link" onClick={() => choiceOf(app).dispatch({ run: null })}>
        Show the newest one
      </button>
    </p>
  );
}

interface RunProps {
  readonly run: ShownRun;
  readonly target: Target;
  readonly hasNodes: boolean;
}

function Run({ run, target, hasNodes }: RunProps) {
  const app = useApp();
  const [filter, setFilter] = useState(everything);
  const [chosen, setChosen] = useState<number | null>(null);
  const { statements, script, failure } = run;
  const rows = useMemo(() => toRows(statements), [statements]);
  const shown = useMemo(() => filterRows(rows, filter), [rows, filter]);
  const nodes = useMemo(
    () => [...new Set([...run.nodes, ...statements.flatMap(({ node }) => node ?? [])])],
    [run.nodes, statements],
  );
  const lines = script === null ? null : linesOfRun(app, script);
  const place = (line: number | null): Place | null => placeOf(app, lines, line);
  const open = ({ file, line }: Place): void =>
    void app.commands.execute(frameCommands.openFile, { file, position: { line, column: 1 } });
  const isRunning = run.phase === 'running';
  return (
    <>
      {failure !== null && run.phase === 'failed' && (
        <FailureView
          target={run.target}
          run={run.run}
          failure={failure}
          statements={statements}
          place={place(failure.line)}
          againFrom={place(failedGroup(statements)?.line ?? failure.line)}
          hasNodes={hasNodes}
        />
      )}
      {run.warnings.map((warning) => (
        <StateLabel key={warning} state="stale">
          {warning}
        </StateLabel>
      ))}
      <div className="run-columns">
        <section className="run-statements" aria-label="What the script did">
          <FilterBar
            filter={filter}
            nodes={nodes}
            shown={shown.length}
            all={rows.length}
            onChange={setFilter}
          />
          <Timeline
            label="Statements"
            rows={shown}
            isRunning={isRunning}
            chosen={chosen}
            onChoose={setChosen}
            placeOf={place}
            onOpenPlace={open}
            onStop={
              isRunning
                ? () =>
                    void cancelWork(app, target).catch((thrown) =>
                      app.notifications.fail('The test could not be cancelled', thrown),
                    )
                : undefined
            }
          />
        </section>
        <NodeLinesView
          run={{ ...run, nodes }}
          statement={statements.find(({ id }) => id === chosen) ?? null}
          onShowAll={() => setChosen(null)}
        />
      </div>
    </>
  );
}
