/** How many nodes a role shall have: remembered for the target, never written to the file. */
import type { AppContext } from '#renderer/app/context.ts';
import { chosenNodesOf } from '#renderer/features/run/chosenNodes.ts';
import { distributionOf } from '#renderer/features/run/distributions.ts';
import { topologyOf } from './topologyState.ts';

/** Changes what the next start gives; what runs stays as it is until it is applied. */
export function chooseCount(app: AppContext, role: string, count: number): void {
  const target = app.workspace.target();
  if (target === null) return;
  const nodes = chosenNodesOf(app);
  nodes.choose(target, { ...nodes.forStart(target), [role]: count });
}

/** Wants what runs. */
export function chooseWhatRuns(app: AppContext): void {
  const { target, deployment } = topologyOf(app).getState();
  if (target !== null && deployment !== null) {
    chosenNodesOf(app).choose(target, distributionOf(deployment.nodes));
  }
}
