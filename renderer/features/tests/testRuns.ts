/** Test scripts as they run: their statements as a tree in time, by job. */
import type { AppContext } from '#renderer/app/context.ts';
import { jobFeedOf, type ProgressBlock } from '#renderer/features/run/jobFeed.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';

export type Statement = Omit<Extract<JobProgress, { type: 'statement' }>, 'type'> & {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
};

export interface TestRun {
  /** In the order in which they began. */
  readonly statements: readonly Statement[];
  readonly warnings: readonly string[];
}

export interface TestRunsState {
  /** By job, the latest last. */
  readonly runs: Readonly<Record<string, TestRun>>;
}

const runsKept = 8;
const noRun: TestRun = { statements: [], warnings: [] };

export function reduceTestRuns(state: TestRunsState, { job, kind, entries }: ProgressBlock): TestRunsState {
  if (kind !== 'test') return state;
  const run = addEntries(state.runs[job] ?? noRun, entries);
  if (run === state.runs[job]) return state;
  const { [job]: _, ...others } = state.runs;
  return { runs: { ...Object.fromEntries(Object.entries(others).slice(-runsKept + 1)), [job]: run } };
}

function addEntries(run: TestRun, entries: ProgressBlock['entries']): TestRun {
  const statements = [...run.statements];
  const warnings = [...run.warnings];
  const places = new Map(statements.map(({ id }, index) => [id, index]));
  for (const { at, progress } of entries) {
    if (progress.type === 'warning') warnings.push(progress.message);
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
  return { statements, warnings };
}

export interface StatementNode {
  readonly statement: Statement;
  /** How many groups it stands in. */
  readonly depth: number;
  readonly isGroup: boolean;
  /** Identifiers of the groups around it, the outermost first. */
  readonly groups: readonly number[];
}

/** The statements as rows; each knows the groups around it. */
export function toRows(statements: readonly Statement[]): StatementNode[] {
  const groupsOf = new Map<number, readonly number[]>();
  return statements.map((statement) => {
    const { id, parent, kind } = statement;
    const groups = parent === null ? [] : [...(groupsOf.get(parent) ?? []), parent];
    groupsOf.set(id, groups);
    return { statement, depth: groups.length, isGroup: kind === 'subtest', groups };
  });
}

/** The innermost statement that failed: where to look. */
export function firstFailure(statements: readonly Statement[]): Statement | null {
  const failed = statements.filter(({ state }) => state === 'failed');
  return failed.find(({ kind }) => kind === 'call') ?? failed.at(-1) ?? null;
}

export const testRunsOf = perApp((app: AppContext): ReadableSlice<TestRunsState> => {
  const slice = createSlice<TestRunsState, ProgressBlock>({ runs: {} }, reduceTestRuns);
  jobFeedOf(app).listen(slice.dispatch);
  return slice;
});
