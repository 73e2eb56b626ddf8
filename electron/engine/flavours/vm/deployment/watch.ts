/** Live states of nodes. QEMU tells nobody in particular of changes, so it is asked; seldom enough to cost nothing. */
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import type { MachineContext } from './context.ts';
import { findDeployments } from './find.ts';

/** Between the end of one look and the next. */
const lookMs = 2_000;

/** Calls back with every deployment at first, then with those that changed; returns how to stop. */
export function watchMachines(
  context: MachineContext,
  changed: (target: Target, nodes: readonly DeployedNode[]) => void,
): () => void {
  let known = new Map<string, { readonly target: Target; readonly text: string }>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function look(): Promise<void> {
    const found = await findDeployments(context).catch(() => undefined);
    if (isStopped) return;
    if (found !== undefined) {
      const now = new Map(
        found.map(({ target, identifier, nodes }) => [
          identifier,
          { target, nodes, text: JSON.stringify(nodes) },
        ]),
      );
      for (const [identifier, { target, nodes, text }] of now) {
        if (known.get(identifier)?.text !== text) changed(target, nodes);
      }
      for (const [identifier, { target }] of known) if (!now.has(identifier)) changed(target, []);
      known = now;
    }
    timer = setTimeout(look, lookMs);
  }

  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
