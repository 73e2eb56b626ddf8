/** What starts and stops have told of each node, by job. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { jobFeedOf, type ProgressBlock } from './jobFeed.ts';
import { perApp } from './perApp.ts';

export type NodeStep = Extract<JobProgress, { type: 'node' }>['state'];

/** By job, then by node; the latest jobs last. */
export type NodeProgressState = Readonly<Record<string, Readonly<Record<string, NodeStep>>>>;

const jobsKept = 16;

export function reduceNodeProgress(
  state: NodeProgressState,
  { job, kind, entries }: ProgressBlock,
): NodeProgressState {
  if (kind !== 'start' && kind !== 'stop') return state;
  const told = entries.flatMap(({ progress }) =>
    progress.type === 'node' ? [[progress.node, progress.state] as const] : [],
  );
  if (told.length === 0) return state;
  const { [job]: before, ...others } = state;
  const kept = Object.entries(others).slice(-jobsKept + 1);
  return { ...Object.fromEntries(kept), [job]: { ...before, ...Object.fromEntries(told) } };
}

export const nodeProgressOf = perApp((app: AppContext): ReadableSlice<NodeProgressState> => {
  const slice = createSlice<NodeProgressState, ProgressBlock>({}, reduceNodeProgress);
  jobFeedOf(app).listen(slice.dispatch);
  return slice;
});

/** Nodes of a job that have come to the given step. */
export function nodesAt(state: NodeProgressState, job: string | undefined, step: NodeStep): string[] {
  return Object.entries((job === undefined ? undefined : state[job]) ?? {}).flatMap(([node, at]) =>
    at === step ? [node] : [],
  );
}
