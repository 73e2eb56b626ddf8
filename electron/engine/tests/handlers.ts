import type { tests as testsContract } from '#shared/contract/tests.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Tests } from './index.ts';

/** The `tests` area of the contract. */
export function createTestHandlers(tests: Tests, jobs: Jobs): AreaHandlers<typeof testsContract> {
  return {
    async prepare() {
      tests.prepareRunner();
      return {};
    },
    run: async (request) => jobs.start('test', request.target.directory, (work) => tests.run(request, work)),
    result: ({ job }, { signal }) => jobs.result(job, { kind: 'test', signal }),
  };
}
