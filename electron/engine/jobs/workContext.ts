import type { JobProgress } from '#shared/contract/jobs.ts';

/** What long work is given: when to stop, and whom to tell. */
export interface WorkContext {
  readonly signal: AbortSignal;
  report(progress: JobProgress): void;
}
