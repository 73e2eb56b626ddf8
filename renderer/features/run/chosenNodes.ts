/** How many nodes, or which, the user wants of each role. Remembered for each target; never written to a file. */
import type { AppContext } from '#renderer/app/context.ts';
import { recall, remember } from '#renderer/app/memory.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { RoleDistribution } from '#shared/model/distribution.ts';
import { distributionOf, isDistribution, withRoles } from './distributions.ts';
import { targetKey } from './operations.ts';
import { perApp } from './perApp.ts';
import { plansOf } from './plans.ts';
import { presentNodes } from './situation.ts';

interface Choice {
  /** Roles that are not named get what the composition declares. */
  readonly distribution: RoleDistribution;
  /** Start time of the deployment that the choice was made for; another one was started by somebody else. */
  readonly startedAt: number | null;
}

type Choices = Readonly<Record<string, Choice>>;

export interface ChosenNodes extends ReadableSlice<Choices> {
  choose(target: Target, distribution: RoleDistribution): void;
  /** What a start is to give: what runs stays as many, unless the user has chosen otherwise. */
  forStart(target: Target): RoleDistribution;
  /** A start went well: its nodes are those of the choice. */
  started(target: Target, deployment: Deployment): void;
}

const memoryName = 'nodes';

function createChosenNodes(app: AppContext): ChosenNodes {
  const slice = createSlice<Choices, { readonly key: string; readonly choice: Choice }>(
    {},
    (choices, { key, choice }) => ({ ...choices, [key]: choice }),
  );

  function set(target: Target, choice: Choice): void {
    slice.dispatch({ key: targetKey(target), choice });
    const name = `${target.composition}::${target.flavour}`;
    const others = recall(memoryName, target.directory, isChoices) ?? {};
    remember(memoryName, target.directory, { ...others, [name]: choice });
  }

  function choiceOf(target: Target): Choice {
    const name = `${target.composition}::${target.flavour}`;
    const known = slice.getState()[targetKey(target)];
    const kept = known ?? recall(memoryName, target.directory, isChoices)?.[name];
    return kept ?? { distribution: {}, startedAt: null };
  }

  function runningDeployment(target: Target): Deployment | null {
    const deployment = deploymentOf(app.deployments.getState(), target);
    if (deployment === null) return null;
    const nodes = deployment.nodes.map(({ name, status }) => ({ name, state: status.state }));
    return presentNodes({ deployment: { ...deployment, nodes } }).length === 0 ? null : deployment;
  }

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    choose: (target, distribution) =>
      set(target, { distribution, startedAt: runningDeployment(target)?.startedAt ?? null }),
    forStart(target) {
      const choice = choiceOf(target);
      const running = runningDeployment(target);
      const isOurs = running === null || running.startedAt === choice.startedAt;
      const distribution = isOurs ? choice.distribution : distributionOf(running.nodes);
      const roles = plansOf(app).planOf(target)?.roles;
      return roles === undefined ? distribution : withRoles(distribution, roles);
    },
    started: (target, { startedAt }) => set(target, { ...choiceOf(target), startedAt }),
  };
}

function isChoices(value: unknown): value is Choices {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((choice: Partial<Choice> | null) => isDistribution(choice?.distribution))
  );
}

export const chosenNodesOf = perApp(createChosenNodes);
