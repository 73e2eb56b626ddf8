import type { JobProgress } from '#shared/contract/jobs.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';

/** A work context that keeps what it is told. */
export interface RecordedWork extends WorkContext {
  readonly told: JobProgress[];
  cancel(): void;
}

/** @param onReport called at each report, e.g. to cancel at that very step */
export function recordWork(onReport: (progress: JobProgress) => void = () => undefined): RecordedWork {
  const abort = new AbortController();
  const told: JobProgress[] = [];
  return {
    signal: abort.signal,
    told,
    report(progress) {
      told.push(progress);
      onReport(progress);
    },
    cancel: () => abort.abort(),
  };
}
