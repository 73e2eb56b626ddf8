/** Nodes as machines: their power, their links, their consoles and screens. */
import type { AppContext } from '#renderer/app/context.ts';
import { type NodeRequest, runCommands } from '#renderer/features/run/runCommands.ts';
import { nodesOf, requestedTarget } from '#renderer/features/terminals/openPanels.ts';
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import { doToNode } from './doToNode.ts';
import { machineCommand } from './machineCommands.ts';
import { lineOf, type NodeAction, nodeActions, possibleActions } from './nodeActions.ts';
import { actionIcons } from './nodeMenu.ts';
import { ScreenDialog } from './ScreenDialog.tsx';

export function registerMachines(app: AppContext): void {
  app.overlays.register({ id: 'node-screen', component: ScreenDialog });
  for (const action of Object.keys(nodeActions) as NodeAction[]) register(app, action);
}

function register(app: AppContext, action: NodeAction): void {
  const { commands, workspace } = app;
  const fitting = (target: Target | null): readonly DeployedNode[] =>
    target === null
      ? []
      : nodesOf(app, target).filter((node) => possibleActions(node, target.flavour).includes(action));
  commands.register<NodeRequest>({
    id: machineCommand(action),
    title: nodeActions[action].title,
    category: 'Machines',
    icon: actionIcons[action],
    when: () => fitting(workspace.target()).length > 0,
    async run(request) {
      const target = requestedTarget(app, request?.target);
      if (target === null) return;
      const node = request?.node ?? impliedNode(app, fitting(target));
      if (node !== null) return doToNode(app, action, target, node);
      app.notifications.tell('information', 'Which node? Each row of the nodes has a menu.');
      void commands.execute(runCommands.showNodes);
    },
    cliLine() {
      const target = workspace.target();
      return target === null ? null : lineOf(action, target, impliedNode(app, fitting(target)) ?? '<node>');
    },
  });
}

/** The node that is meant when none is named: the selected one, else the only one there is. */
function impliedNode({ workspace }: AppContext, nodes: readonly DeployedNode[]): string | null {
  const { node } = workspace.getState().selection;
  if (node !== null && nodes.some(({ name }) => name === node)) return node;
  return nodes.length === 1 ? (nodes[0]?.name ?? null) : null;
}
