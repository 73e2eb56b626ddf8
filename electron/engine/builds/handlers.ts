import type { BuildResult, builds as buildsContract } from '#shared/contract/builds.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Builds } from './index.ts';

/** The `builds` area of the contract. */
export function createBuildHandlers(
  builds: Pick<Builds, 'build'>,
  jobs: Jobs,
): AreaHandlers<typeof buildsContract> {
  return {
    build: async ({ target, options }) =>
      jobs.start('build', target.directory, (work) => builds.build(target, options, work)),
    result: ({ job }, { signal }) => jobs.result<BuildResult>(job, { kind: 'build', signal }),
  };
}
