/** The table of a project: every composition on every flavour, what is built and what runs. */
import type { Target } from '#shared/contract/common.ts';
import type { TargetStatus } from '#shared/contract/deployments.ts';
import type { Answers } from './askFlavours.ts';
import type { DeploymentsDependencies } from './index.ts';
import { keyOfTarget } from './targets.ts';

export function createStatusReader(
  { listTargets, readBuild }: Pick<DeploymentsDependencies, 'listTargets' | 'readBuild'>,
  ask: (directory: string) => Promise<Answers>,
): (directory: string) => Promise<TargetStatus[]> {
  return async (directory) => {
    const [targets, { deployments: deployed, problems }] = await Promise.all([
      listTargets(directory),
      ask(directory),
    ]);
    const deployments = new Map(deployed.map((deployment) => [keyOfTarget(deployment.target), deployment]));
    // What runs is shown even if the project has no such composition any more.
    const all = new Map<string, Target>(
      [...targets, ...deployed.map(({ target }) => target)].map((target) => [keyOfTarget(target), target]),
    );
    return Promise.all(
      [...all].map(async ([key, target]) => {
        const { state, builtAt } = await readBuild(target);
        const problem = problems.get(target.flavour)?.toJSON();
        return {
          composition: target.composition,
          flavour: target.flavour,
          build: state,
          builtAt,
          deployment: deployments.get(key) ?? null,
          ...(problem === undefined ? {} : { problem }),
        };
      }),
    );
  };
}
