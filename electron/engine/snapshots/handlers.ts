/** The `snapshots` area of the contract. */
import type { snapshots as snapshotsContract } from '#shared/contract/snapshots.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Snapshots } from './index.ts';

export function createSnapshotHandlers(
  snapshots: Snapshots,
  jobs: Pick<Jobs, 'start' | 'result'>,
): AreaHandlers<typeof snapshotsContract> {
  return {
    create: async ({ target, name }) =>
      jobs.start('snapshot', target.directory, (work) => snapshots.create(target, name, work)),
    createResult: ({ job }, { signal }) => jobs.result(job, { kind: 'snapshot', signal }),
    list: async ({ target }) => [...(await snapshots.list(target))],
    rollback: async ({ target, name }) =>
      jobs.start('rollback', target.directory, (work) => snapshots.rollback(target, name, work)),
    rollbackResult: ({ job }, { signal }) => jobs.result(job, { kind: 'rollback', signal }),
    remove: async ({ target, name }) => ({ freedBytes: await snapshots.remove(target, name) }),
  };
}
