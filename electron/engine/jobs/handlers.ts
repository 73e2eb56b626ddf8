import type { jobs as jobsContract } from '#shared/contract/jobs.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Jobs } from './index.ts';

/** The `jobs` area of the contract. */
export function createJobHandlers(jobs: Jobs): AreaHandlers<typeof jobsContract> {
  return {
    progress: (emit) => jobs.onProgress(emit),
    ended: (emit) =>
      jobs.onEnded(({ job, kind, error }) =>
        emit({ job, kind, error: error === null ? null : error.toJSON() }),
      ),
    cancel: async ({ job }) => ({ cancelled: jobs.cancel(job) }),
    list: async () => jobs.list(),
    history: async ({ job }) => jobs.history(job),
  };
}
