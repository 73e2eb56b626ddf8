/** Long work at a glance. Whole logs and build trees are kept by the features that show them. */
import type { JobKind, JobProgress } from '#shared/contract/jobs.ts';
import type { SerializedError } from '#shared/errors.ts';
import { createSlice, type Slice } from './slice.ts';

export interface JobSummary {
  readonly job: string;
  readonly kind: JobKind;
  /** The project; `null` until the engine's list has told. */
  readonly directory: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The latest phase, in words. */
  readonly step: string | null;
  /** The latest command under it. */
  readonly command: string | null;
  readonly counts: { readonly done: number; readonly expected: number; readonly failed: number } | null;
  readonly end: { readonly at: number; readonly error: SerializedError | null } | null;
}

export interface JobsState {
  /** By identifier, in the order in which they began. */
  readonly byId: Readonly<Record<string, JobSummary>>;
}

export type JobsEvent =
  | {
      readonly type: 'listed';
      readonly jobs: readonly {
        readonly job: string;
        readonly kind: JobKind;
        readonly directory: string;
        readonly startedAt: number;
      }[];
    }
  | {
      readonly type: 'progressed';
      readonly job: string;
      readonly kind: JobKind;
      readonly at: number;
      readonly progress: JobProgress;
    }
  | {
      readonly type: 'ended';
      readonly job: string;
      readonly kind: JobKind;
      readonly at: number;
      readonly error: SerializedError | null;
    };

export type JobsSlice = Slice<JobsState, JobsEvent>;

/** How many ended jobs are remembered. */
export const endedJobsKept = 20;

export const noJobs: JobsState = { byId: {} };

export const createJobsSlice = (): JobsSlice => createSlice(noJobs, reduceJobs);

export function reduceJobs(state: JobsState, event: JobsEvent): JobsState {
  switch (event.type) {
    case 'listed':
      return { byId: afterListing(state, event.jobs) };
    case 'progressed': {
      const before = state.byId[event.job] ?? begun(event.job, event.kind, event.at);
      const after = withProgress(before, event.progress);
      return after === state.byId[event.job] ? state : withJob(state, after);
    }
    case 'ended': {
      const before = state.byId[event.job] ?? begun(event.job, event.kind, event.at);
      return forgetOldest(withJob(state, { ...before, end: { at: event.at, error: event.error } }));
    }
  }
}

/** Those that still run, the latest last. */
export function runningJobs(state: JobsState): JobSummary[] {
  return Object.values(state.byId).filter((job) => job.end === null);
}

function begun(job: string, kind: JobKind, at: number): JobSummary {
  return { job, kind, directory: null, startedAt: at, step: null, command: null, counts: null, end: null };
}

function withJob(state: JobsState, job: JobSummary): JobsState {
  return { byId: { ...state.byId, [job.job]: job } };
}

function withProgress(job: JobSummary, progress: JobProgress): JobSummary {
  switch (progress.type) {
    case 'step':
      return { ...job, step: progress.title };
    case 'command':
      return { ...job, command: progress.command };
    case 'counts': {
      const { done, expected, failed } = progress;
      return { ...job, counts: { done, expected, failed } };
    }
    default:
      return job;
  }
}

/** What the engine no longer lists has ended while nobody listened: how, its history would tell. */
function afterListing(state: JobsState, listed: Extract<JobsEvent, { type: 'listed' }>['jobs']) {
  const running = new Set(listed.map(({ job }) => job));
  const known = Object.entries(state.byId).filter(([id, job]) => running.has(id) || job.end !== null);
  const byId: Record<string, JobSummary> = Object.fromEntries(known);
  for (const { job, kind, directory, startedAt } of listed) {
    byId[job] = { ...(byId[job] ?? begun(job, kind, startedAt)), directory, startedAt };
  }
  return byId;
}

function forgetOldest(state: JobsState): JobsState {
  const ended = Object.values(state.byId).filter((job) => job.end !== null);
  if (ended.length <= endedJobsKept) return state;
  const forgotten = new Set(ended.slice(0, ended.length - endedJobsKept).map(({ job }) => job));
  return { byId: Object.fromEntries(Object.entries(state.byId).filter(([id]) => !forgotten.has(id))) };
}
