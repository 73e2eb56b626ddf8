/** Which run the panel shows: the one that goes on, the one that was chosen, or the newest. */
import { type AppContext, useApp } from '#renderer/app/context.ts';
import { operationsOf } from '#renderer/features/run/operate.ts';
import { currentStep, operationOn, outcomeOf } from '#renderer/features/run/operations.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { foreignJob, useSituation } from '#renderer/features/run/readSituation.ts';
import { runningJobs } from '#renderer/store/jobs.ts';
import { createSlice, type Slice, useSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { RunSummary, TestFailure } from '#shared/contract/tests.ts';
import type { SerializedError } from '#shared/errors.ts';
import { noRun, type RunScript, type Statement, testRunsOf } from '../testRuns.ts';
import { isOf, keptRunsOf, type RunKey, useKeptRuns } from './keptRuns.ts';

export interface ShownRun {
  readonly target: Target;
  /** `null` until a run that begins has told its name. */
  readonly run: string | null;
  readonly phase: 'running' | RunSummary['outcome'];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly statements: readonly Statement[];
  readonly warnings: readonly string[];
  readonly script: RunScript | null;
  readonly nodes: readonly string[];
  readonly failure: TestFailure | null;
}

export type Shown =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  /** It could not run, or cannot be read. */
  | { readonly kind: 'problem'; readonly problem: SerializedError; readonly at: number | null }
  | { readonly kind: 'run'; readonly run: ShownRun; readonly isChosen: boolean };

export type TestsView = 'timeline' | 'runs' | 'flavours';

interface Choice {
  readonly view: TestsView;
  /** An earlier run; `null` for the newest one of what the window is about. */
  readonly run: RunKey | null;
}

/** What is looked at. A run that begins is looked at by itself. */
export const choiceOf = perApp(({ jobs, workspace }: AppContext): Slice<Choice, Partial<Choice>> => {
  const slice = createSlice<Choice, Partial<Choice>>({ view: 'timeline', run: null }, (choice, change) => ({
    ...choice,
    ...change,
  }));
  const tests = (state: Parameters<typeof runningJobs>[0]): number =>
    runningJobs(state).filter(({ kind }) => kind === 'test').length;
  jobs.subscribe((state, previous) => {
    if (tests(state) > tests(previous)) slice.dispatch({ view: 'timeline', run: null });
  });
  let about = workspace.target();
  workspace.subscribe(() => {
    const target = workspace.target();
    if (target !== null && about !== null && isOf(target, about)) return;
    about = target;
    slice.dispatch({ run: null });
  });
  return slice;
});

export function useShownRun(target: Target): Shown {
  const app = useApp();
  useSituation(app, target);
  const { run: chosen } = useSlice(choiceOf(app), whole);
  const operation = useSlice(operationsOf(app), (state) => operationOn(state, target));
  const outcome = useSlice(operationsOf(app), (state) => outcomeOf(state, target, 'test'));
  const newest = useSlice(keptRunsOf(app), ({ runs }) => runs.find((run) => isOf(run.target, target)));
  const isKnown = useSlice(keptRunsOf(app), ({ isKnown: known }) => known);
  const foreign = foreignJob(app, target.directory);
  const isOurs = operation !== null && currentStep(operation)?.kind === 'test';
  const job = isOurs
    ? operation.jobs[operation.current]
    : foreign?.kind === 'test'
      ? foreign.job
      : outcome?.job;
  const isRunning = isOurs || foreign?.kind === 'test';
  const live = useSlice(testRunsOf(app), ({ runs }) => (job === undefined ? noRun : (runs[job] ?? noRun)));
  const startedAt = useSlice(app.jobs, ({ byId }) => (job === undefined ? null : byId[job]?.startedAt));

  // What has just ended, until its record is read; it may also be that it could not be kept.
  const result = outcome?.end.problem === null && !isRunning ? outcome.end.result : null;
  const justEnded = result !== null && result.run === live.script?.run ? result : null;
  const isListed = justEnded === null || newest?.run === justEnded.run;
  const key =
    newest === undefined || isRunning || !isListed ? null : { target: newest.target, run: newest.run };
  const [kept] = useKeptRuns([chosen ?? key]);

  if (chosen === null && (isRunning || (justEnded !== null && kept?.phase !== 'read'))) {
    const phase = justEnded === null ? 'running' : justEnded.passed ? 'passed' : 'failed';
    return {
      kind: 'run',
      isChosen: false,
      run: {
        ...{ ...live, target, phase, run: live.script?.run ?? null },
        startedAt: startedAt ?? operation?.startedAt ?? Date.now(),
        durationMs: justEnded?.durationMs ?? null,
        nodes: nodesIn(live.statements),
        failure: justEnded?.failure ?? null,
      },
    };
  }
  const problem = outcome?.end.problem ?? null;
  const isNewer = outcome !== null && (newest === undefined || outcome.at > newest.startedAt);
  if (chosen === null && problem !== null && problem.code !== 'cancelled' && isNewer) {
    return { kind: 'problem', problem, at: outcome?.at ?? null };
  }
  if (kept == null) return isKnown ? { kind: 'none' } : { kind: 'reading' };
  if (kept.phase === 'reading') return { kind: 'reading' };
  if (kept.phase === 'failed') return { kind: 'problem', problem: kept.problem, at: null };
  const { summary, statements } = kept.kept;
  const { run, script } = summary;
  return {
    kind: 'run',
    isChosen: chosen !== null,
    run: {
      ...summary,
      phase: summary.outcome,
      statements,
      warnings: live.script?.run === run ? live.warnings : [],
      script: { run, source: script.source, position: script.position },
    },
  };
}

const whole = <State>(state: State): State => state;

function nodesIn(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(({ node }) => node ?? []))].sort();
}
