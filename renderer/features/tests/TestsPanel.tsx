/** The test script of the chosen composition and flavour: run it, watch it, and see where it failed. */
import { FlaskConical } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { obstacle } from '#renderer/features/run/actions.ts';
import { actionTexts } from '#renderer/features/run/actionTexts.ts';
import { cliLine } from '#renderer/features/run/cliLines.ts';
import { operationsOf } from '#renderer/features/run/operate.ts';
import { currentStep, type OutcomeOf, operationOn, outcomeOf } from '#renderer/features/run/operations.ts';
import { within } from '#renderer/features/run/positions.ts';
import { foreignJob, useSituation } from '#renderer/features/run/readSituation.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { StepHeader } from '#renderer/features/run/StepHeader.tsx';
import { useVisibility } from '#renderer/features/run/visiblePanels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Disclosure } from '#renderer/ui/Disclosure.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { ago, clock, count, duration } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { AppError, type SerializedError, type SourcePosition } from '#shared/errors.ts';
import { type LastResult, lastResult, testResults } from './lastResults.ts';
import './Tests.css';
import { Timeline } from './Timeline.tsx';
import { firstFailure, type TestRun, testRunsOf } from './testRuns.ts';

export default function TestsPanel({ isVisible }: PanelProps) {
  const { workspace } = useApp();
  useVisibility('tests', isVisible);
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  return target === null ? null : <Tests target={target} />;
}

const noRun: TestRun = { statements: [], warnings: [] };

function Tests({ target }: { readonly target: Target }) {
  const app = useApp();
  const situation = useSituation(app, target);
  useSlice(testResults, (version) => version);
  const operation = useSlice(operationsOf(app), (state) => operationOn(state, target));
  const outcome = useSlice(operationsOf(app), (state) => outcomeOf(state, target, 'test'));
  const foreign = foreignJob(app, target.directory);
  const isOurs = operation !== null && currentStep(operation)?.kind === 'test';
  const foreignTest = foreign?.kind === 'test' ? foreign.job : undefined;
  const isRunning = isOurs || foreignTest !== undefined;
  const running = isOurs ? operation.jobs[operation.current] : foreignTest;
  const job = isRunning ? running : outcome?.job;
  const run = useSlice(testRunsOf(app), ({ runs }) => (job === undefined ? noRun : (runs[job] ?? noRun)));
  const summary = useSlice(app.jobs, ({ byId }) => (job === undefined ? undefined : byId[job]));
  const reason = obstacle('test', situation);
  const result = isRunning ? null : lastResult(target);
  const problem = isRunning ? null : (outcome?.end.problem ?? null);
  const runTest = (): void => void app.commands.execute(runCommands.test);

  if (!isRunning && result === null && problem === null) {
    return (
      <EmptyState
        icon={FlaskConical}
        title="No test was run yet"
        action={
          <Button icon={FlaskConical} disabled={reason !== null} onClick={runTest}>
            {actionTexts.test.title}
          </Button>
        }
        command={cliLine('test', target, {})}
      >
        {reason !== null && situation.work === null ? `${reason} ` : ''}A composition can carry a test script:
        Python that runs commands on its nodes and checks what they answer. Each statement will be listed
        here.
      </EmptyState>
    );
  }
  const openPosition = ({ file, line, column }: SourcePosition): void =>
    void app.commands.execute(frameCommands.openFile, { file, position: { line, column } });
  return (
    <div className="tests-panel">
      <h2 className="visually-hidden">Tests</h2>
      <StepHeader
        target={target}
        isRunning={isRunning}
        what="The test"
        summary={
          isRunning ? (
            <RunningSummary startedAt={summary?.startedAt ?? operation?.startedAt ?? null} run={run} />
          ) : (
            <EndSummary result={result} outcome={outcome} />
          )
        }
        again={{
          icon: FlaskConical,
          label: result === null ? actionTexts.test.title : 'Run it again',
          disabled: reason !== null,
          run: runTest,
        }}
      />
      {problem !== null && problem.code !== 'cancelled' && (
        <ErrorNotice
          title="The test script could not run"
          error={within(target.directory, problem)}
          onOpenPosition={openPosition}
        />
      )}
      {problem === null && result?.failure != null && (
        <ErrorNotice error={within(target.directory, failureOf(result, run))} onOpenPosition={openPosition} />
      )}
      {run.warnings.map((warning) => (
        <StateLabel key={warning} state="stale">
          {warning}
        </StateLabel>
      ))}
      {run.statements.length > 0 ? (
        <Timeline key={job} statements={run.statements} isRunning={isRunning} />
      ) : (
        result !== null && (
          <p className="muted">Its statements are no longer kept. Run it again to see them.</p>
        )
      )}
      {result?.failure != null && result.failure.traceback !== '' && (
        <Disclosure summary="Traceback">
          <pre>{result.failure.traceback}</pre>
        </Disclosure>
      )}
    </div>
  );
}

function RunningSummary({ startedAt, run }: { readonly startedAt: number | null; readonly run: TestRun }) {
  const now = useNow(true);
  const calls = run.statements.filter(({ kind }) => kind === 'call').length;
  return (
    <p className="tabular">
      <StateLabel state="working">Testing</StateLabel>{' '}
      <span className="muted">
        {startedAt !== null && clock(now - startedAt)}
        {' · '}
        {calls === 0 ? 'Preparing the interpreter' : count(calls, 'statement')}
      </span>
    </p>
  );
}

function EndSummary({
  result,
  outcome,
}: {
  readonly result: LastResult | null;
  readonly outcome: OutcomeOf<'test'> | null;
}) {
  const now = useNow(true, 30_000);
  if (outcome?.end.problem != null) {
    const isCancelled = outcome.end.problem.code === 'cancelled';
    return (
      <p className="tabular">
        <StateLabel state={isCancelled ? 'absent' : 'failed'}>
          {isCancelled ? 'Cancelled' : 'Could not run'}
        </StateLabel>{' '}
        <span className="muted">{ago(now - outcome.at)}</span>
      </p>
    );
  }
  if (result === null) return null;
  const { passed, statements, durationMs, at } = result;
  return (
    <p className="tabular">
      <StateLabel state={passed ? 'running' : 'failed'}>{passed ? 'Passed' : 'Failed'}</StateLabel>{' '}
      <span className="muted">
        {count(statements, 'statement')} in {duration(durationMs)}, {ago(now - at)}
      </span>
    </p>
  );
}

function failureOf({ failure }: LastResult, run: TestRun): SerializedError {
  const { message, line, position } = failure ?? { message: '', line: null, position: null };
  const node = firstFailure(run.statements)?.node ?? null;
  const where = position === null && line !== null ? ` (line ${line} of the script)` : '';
  return new AppError('test-failed', `${message}${where}`, {
    hint: 'The nodes still run: look at them in a terminal, then run the script again.',
    details: { ...(position === null ? {} : { position }), ...(node === null ? {} : { node }) },
  }).toJSON();
}
