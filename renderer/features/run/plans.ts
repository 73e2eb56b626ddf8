/**
 * The roles of a target and how many nodes it declares for each, as Nix says. Asked for when the target is chosen and
 * after its files have changed; never waited for.
 */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
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
  /** Asks Nix anew. Rejects with what it complained about; the last plan stays then. */
  refresh(target: Target): Promise<TargetPlan>;
}

/** Milliseconds without a change before Nix is asked: saving several files is one change. */
const quietTime = 800;

function createPlans(app: AppContext): Plans {
  const { client, workspace } = app;
  const slice = createSlice<PlansState, { readonly key: string; readonly plan: TargetPlan }>(
    {},
    (plans, { key, plan }) => ({ ...plans, [key]: plan }),
  );
  const asking = new Map<string, AbortController>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function refresh(target: Target): Promise<TargetPlan> {
    const key = targetKey(target);
    asking.get(key)?.abort();
    const abort = new AbortController();
    asking.set(key, abort);
    const { roles, rolesDistribution, testScript } = await client.compositions.evaluate(target, {
      signal: abort.signal,
    });
    const plan: TargetPlan = {
      roles: Object.keys(roles),
      declared: rolesDistribution,
      hasTestScript: testScript !== null && testScript.trim() !== '',
    };
    slice.dispatch({ key, plan });
    return plan;
  }

  function refreshChosen(): void {
    const target = workspace.target();
    // What does not evaluate is told by the editor and by the build; until then the last plan stands.
    if (target !== null) refresh(target).catch(() => {});
  }

  let chosen = '';
  workspace.subscribe(() => {
    const target = workspace.target();
    const key = target === null ? '' : targetKey(target);
    if (key === chosen) return;
    chosen = key;
    refreshChosen();
  });
  client.projects.changed
    .subscribe(({ directory, paths }) => {
      if (directory !== workspace.target()?.directory || !paths.some(mattersToNix)) return;
      clearTimeout(timer);
      timer = setTimeout(refreshChosen, quietTime);
    })
    .catch(() => {});

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    planOf: (target) => slice.getState()[targetKey(target)],
    refresh,
  };
}

/** What builds and starts write does not change what is built. */
const mattersToNix = (path: string): boolean => !/^(?:build|deploy|artifact|\.git)\//.test(path);

export const plansOf = perApp(createPlans);
