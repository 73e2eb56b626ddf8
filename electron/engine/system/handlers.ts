import type { Check, system as systemContract } from '#shared/contract/system.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Jobs } from '../jobs/index.ts';
import type { System } from './index.ts';

export interface SystemHandlerDependencies {
  readonly system: System;
  readonly jobs: Jobs;
  /** Version of NXC Desktop. */
  readonly version: string;
}

/** The `system` area of the contract. */
export function createSystemHandlers(
  dependencies: SystemHandlerDependencies,
): AreaHandlers<typeof systemContract> {
  const { system, jobs, version } = dependencies;
  return {
    version: async () => ({ version, node: process.versions.node }),
    preflight: ({ flavour }) => system.preflight(flavour),
    repair: async (request) => jobs.start('repair', '/', (work) => system.repair(request, work)),
    repairResult: ({ job }, { signal }) => jobs.result<Check[]>(job, { kind: 'repair', signal }),
  };
}
