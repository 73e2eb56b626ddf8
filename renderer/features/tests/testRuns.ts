/** Scripts as they run: their statements in time, by job. Whole test runs, and texts of sessions. */
import type { AppContext } from '#renderer/app/context.ts';
import { jobFeedOf, type ProgressBlock } from '#renderer/features/run/jobFeed.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { JobKind, JobProgress } from '#shared/contract/jobs.ts';
import type { TimelineEntry } from '#shared/contract/tests.ts';

export type Statement = Omit<Extract<JobProgress, { type: 'statement' }>, 'type'> & {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
};

/** A run's name, and its text, in which lines count. */
export type RunScript = Omit<Extract<JobProgress, { type: 'script' }>, 'type'>;

export interface TestRun {
  /** In the order in which they began. */
  readonly statements: readonly Statement[];
  readonly warnings: readonly string[];
  /** `null` until it is about to run; texts of a session tell none. */
  readonly script: RunScript | null;
}

export interface TestRunsState {
  /** By job, the latest last. */
  readonly runs: Readonly<Record<string, TestRun>>;
}

export const noRun: TestRun = { statements: [], warnings: [], script: null };

/** @param most how many jobs are remembered */
export function reduceTestRuns(
  state: TestRunsState,
  { job, entries }: ProgressBlock,
  most: number,
): TestRunsState {
  const { [job]: before = noRun, ...others } = state.runs;
  const kept = Object.fromEntries(Object.entries(others).slice(-most + 1));
  return { runs: { ...kept, [job]: addEntries(before, entries) } };
}

function addEntries(run: TestRun, entries: ProgressBlock['entries']): TestRun {
  const statements = [...run.statements];
  const warnings = [...run.warnings];
  let { script } = run;
  const places = new Map(statements.map(({ id }, index) => [id, index]));
  for (const { at, progress } of entries) {
    if (progress.type === 'warning') warnings.push(progress.message);
    if (progress.type === 'script') script = progress;
    if (progress.type !== 'statement') continue;
    const { type: _, ...statement } = progress;
    const place = places.get(statement.id);
    if (place === undefined) {
      places.set(statement.id, statements.length);
      statements.push({ ...statement, startedAt: at });
    } else {
      statements[place] = { ...statement, startedAt: statements[place]?.startedAt ?? at };
    }
  }
  return { statements, warnings, script };
}

/** A statement as it is kept, in the shape of one that is told. */
export function fromEntry({ command, durationMs, output, ...entry }: TimelineEntry): Statement {
  return {
    ...entry,
    ...(command === null ? {} : { command }),
    ...(durationMs === null ? {} : { durationMs }),
    ...(output === '' ? {} : { output }),
  };
}

const following = (kind: JobKind, most: number) =>
  perApp((app: AppContext): ReadableSlice<TestRunsState> => {
    const slice = createSlice<TestRunsState, ProgressBlock>({ runs: {} }, (state, block) =>
      block.kind === kind ? reduceTestRuns(state, block, most) : state,
    );
    jobFeedOf(app).listen(slice.dispatch);
    return slice;
  });

export const testRunsOf = following('test', 8);

/** The texts that were run at the prompt. */
export const sessionTextsOf = following('session', 60);
