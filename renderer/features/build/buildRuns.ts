/** Builds as they run, by job: what is being built and downloaded, and how long it took. Log lines are kept elsewhere. */
import type { AppContext } from '#renderer/app/context.ts';
import { jobFeedOf, type ProgressBlock } from '#renderer/features/run/jobFeed.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { buildLogsOf } from './buildLogs.ts';

type DerivationState = Extract<JobProgress, { type: 'derivation' }>['state'];

export interface Derivation {
  readonly name: string;
  readonly state: DerivationState;
  readonly phase: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export interface BuildRun {
  /** The phases of the job, the latest last. */
  readonly steps: readonly string[];
  readonly commands: readonly string[];
  readonly warnings: readonly { readonly message: string; readonly hint: string | null }[];
  /** By name, in the order in which they began. */
  readonly derivations: ReadonlyMap<string, Derivation>;
  readonly counts: { readonly done: number; readonly expected: number; readonly failed: number } | null;
}

export interface BuildRunsState {
  /** By job, the latest last. */
  readonly runs: Readonly<Record<string, BuildRun>>;
}

/** Also the number of builds whose logs are kept. */
export const runsKept = 6;

export const noRun: BuildRun = {
  steps: [],
  commands: [],
  warnings: [],
  derivations: new Map(),
  counts: null,
};

export function reduceBuildRuns(
  state: BuildRunsState,
  { job, kind, entries }: ProgressBlock,
): BuildRunsState {
  if (kind !== 'build') return state;
  const derivations = new Map(state.runs[job]?.derivations);
  let run: BuildRun = state.runs[job] ?? noRun;
  for (const { at, progress } of entries) {
    switch (progress.type) {
      case 'step':
        run = { ...run, steps: [...run.steps, progress.title] };
        break;
      case 'command':
        run = { ...run, commands: [...run.commands, progress.command] };
        break;
      case 'warning':
        run = {
          ...run,
          warnings: [...run.warnings, { message: progress.message, hint: progress.hint ?? null }],
        };
        break;
      case 'derivation':
        derivations.set(progress.name, advance(derivations.get(progress.name), progress, at));
        break;
      case 'counts': {
        const { done, expected, failed } = progress;
        run = { ...run, counts: { done, expected, failed } };
        break;
      }
    }
  }
  const { [job]: _, ...others } = state.runs;
  return {
    runs: {
      ...Object.fromEntries(Object.entries(others).slice(-runsKept + 1)),
      [job]: { ...run, derivations },
    },
  };
}

function advance(
  before: Derivation | undefined,
  { name, state, phase }: Extract<JobProgress, { type: 'derivation' }>,
  at: number,
): Derivation {
  const isUnderWay = state === 'building' || state === 'downloading';
  return {
    name,
    state,
    phase: isUnderWay ? (phase ?? before?.phase ?? null) : null,
    startedAt: before?.endedAt === null ? before.startedAt : (before?.startedAt ?? at),
    endedAt: isUnderWay ? null : at,
  };
}

/** Those that failed first, then those under way, then the rest with the latest first: what matters stands on top. */
export function inOrder(derivations: ReadonlyMap<string, Derivation>): Derivation[] {
  const rank = ({ state }: Derivation): number =>
    state === 'failed' ? 0 : state === 'building' ? 1 : state === 'downloading' ? 2 : 3;
  return [...derivations.values()].sort((one, other) => {
    const byRank = rank(one) - rank(other);
    if (byRank !== 0) return byRank;
    return rank(one) === 3 ? (other.endedAt ?? 0) - (one.endedAt ?? 0) : one.startedAt - other.startedAt;
  });
}

/** How many are in each state, in words: `2 building, 1 downloading, 14 built`. */
export function tally(derivations: ReadonlyMap<string, Derivation>): string {
  const counts = new Map<DerivationState, number>();
  for (const { state } of derivations.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  const order = ['failed', 'building', 'downloading', 'built', 'downloaded'] as const;
  return order
    .flatMap((state) => {
      const number = counts.get(state);
      return number === undefined ? [] : [`${number} ${state}`];
    })
    .join(', ');
}

export const buildRunsOf = perApp((app: AppContext): ReadableSlice<BuildRunsState> => {
  const slice = createSlice<BuildRunsState, ProgressBlock>({ runs: {} }, reduceBuildRuns);
  const logs = buildLogsOf(app);
  jobFeedOf(app).listen((block) => {
    slice.dispatch(block);
    if (block.kind === 'build') logs.add(block);
    logs.keepOnly(Object.keys(slice.getState().runs));
  });
  return slice;
});
