/** A deployment in a few words. */
import { type DeploymentsState, deploymentOf } from '#renderer/store/deployments.ts';
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';

export interface NodesSummary {
  readonly state: StateName;
  readonly words: string;
}

export function summarizeNodes(
  deployments: DeploymentsState,
  target: Pick<Target, 'composition' | 'flavour'>,
): NodesSummary {
  const deployment = deploymentOf(deployments, target);
  if (deployment === null) return { state: 'absent', words: 'No nodes running' };
  const count = (wanted: readonly string[]): number =>
    deployment.nodes.filter(({ status }) => wanted.includes(status.state)).length;
  const total = deployment.nodes.length;
  const running = count(['running']);
  const failed = count(['failed', 'exited']);
  if (failed > 0) return { state: 'failed', words: `${failed} of ${total} nodes failed` };
  if (deployment.freshness === 'lost') return { state: 'failed', words: 'The nodes are gone' };
  if (count(['starting', 'stopping']) > 0)
    return { state: 'working', words: `${running} of ${total} nodes running` };
  if (count(['paused']) > 0)
    return { state: 'stale', words: `${running} of ${total} nodes running, others paused` };
  if (running === 0) return { state: 'absent', words: 'No nodes running' };
  const nodes = `${running} ${running === 1 ? 'node' : 'nodes'} running`;
  return deployment.freshness === 'stale'
    ? { state: 'stale', words: `${nodes} an older build` }
    : { state: 'running', words: nodes };
}
