/**
 * The roles of a target and how many nodes it declares for each, as Nix says. Nix is asked by the window's one
 * evaluation; here its answers are kept for every target that was chosen once.
 */
import type { AppContext } from '#renderer/app/context.ts';
import { evaluationOf } from '#renderer/features/editor/evaluation.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import type { RoleDistribution } from '#shared/model/distribution.ts';
import { targetKey } from './operations.ts';
import { perApp } from './perApp.ts';

export interface TargetPlan {
  readonly roles: readonly string[];
  readonly declared: RoleDistribution;
  readonly hasTestScript: boolean;
}

type PlansState = Readonly<Record<string, TargetPlan>>;

export interface Plans extends ReadableSlice<PlansState> {
  planOf(target: Target): TargetPlan | undefined;
  /**
   * The plan of a target that is not known yet.
   *
   * @throws AppError that explains what Nix complained about
   */
  ask(target: Target): Promise<TargetPlan>;
}

function createPlans(app: AppContext): Plans {
  const evaluation = evaluationOf(app);
  const slice = createSlice<PlansState, { readonly key: string; readonly plan: TargetPlan }>(
    {},
    (plans, { key, plan }) => ({ ...plans, [key]: plan }),
  );

  function keep(target: Target, answer: EvaluatedComposition): TargetPlan {
    const plan = toPlan(answer);
    slice.dispatch({ key: targetKey(target), plan });
    return plan;
  }

  // What does not evaluate is told by the editor and by the build; until then the last plan stands.
  evaluation.subscribe(({ target, answer }, before) => {
    if (target !== null && answer !== null && answer !== before.answer) keep(target, answer);
  });

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    planOf: (target) => slice.getState()[targetKey(target)],
    async ask(target) {
      const chosen = evaluation.getState().target;
      const isChosen = chosen !== null && targetKey(chosen) === targetKey(target);
      return keep(target, await (isChosen ? evaluation.ask() : app.client.compositions.evaluate(target)));
    },
  };
}

function toPlan({ roles, rolesDistribution, testScript }: EvaluatedComposition): TargetPlan {
  return {
    roles: Object.keys(roles),
    declared: rolesDistribution,
    hasTestScript: testScript !== null && testScript.trim() !== '',
  };
}

export const plansOf = perApp(createPlans);
