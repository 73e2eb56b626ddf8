/** The progress of the chosen target's work, for the button and for panels. */
import type { AppContext } from '#renderer/app/context.ts';
import { buildRunsOf } from '#renderer/features/build/buildRuns.ts';
import { testRunsOf } from '#renderer/features/tests/testRuns.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { useSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import { nodeProgressOf } from './nodeProgress.ts';
import { operationsOf } from './operate.ts';
import { type Operation, operationOn } from './operations.ts';
import { type Progress, progressOf } from './progressWords.ts';
import { foreignJob } from './readSituation.ts';
import type { Situation, Work } from './situation.ts';

export interface WorkProgress extends Progress {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

export function useProgress(app: AppContext, target: Target, situation: Situation, work: Work): WorkProgress {
  const operation = useSlice(operationsOf(app), (state) => operationOn(state, target));
  const foreign = foreignJob(app, target.directory);
  const job = operation === null ? foreign?.job : jobUnderWay(operation);
  const summary = useSlice(app.jobs, ({ byId }) => (job === undefined ? undefined : byId[job]));
  const derivations = useSlice(buildRunsOf(app), ({ runs }) =>
    job === undefined ? null : (runs[job]?.counts ?? null),
  );
  const nodes = useSlice(nodeProgressOf(app), (state) => state);
  const present = useSlice(app.deployments, (state) => deploymentOf(state, target)?.nodes.length ?? null);
  const statements = useSlice(testRunsOf(app), ({ runs }) =>
    job === undefined ? 0 : (runs[job]?.statements.length ?? 0),
  );
  const expectedNodes = work.doing === 'stop' ? present : situation.plannedNodes;
  const progress = progressOf({
    kind: work.doing,
    cancelling: work.cancelling,
    job,
    derivations,
    nodes,
    expectedNodes,
    statements,
  });
  return { ...progress, startedAt: operation?.startedAt ?? summary?.startedAt ?? Date.now() };
}

export function jobUnderWay({ jobs, current }: Operation): string | undefined {
  return jobs[current];
}
