/** Does something to a node, after asking where something is lost by it. */
import type { AppContext } from '#renderer/app/context.ts';
import { openConsole } from '#renderer/features/terminals/openPanels.ts';
import { questionsOf } from '#renderer/features/terminals/questions.ts';
import type { Target } from '#shared/contract/common.ts';
import { labelOf, lineOf, type NodeAction, nodeActions } from './nodeActions.ts';
import { shownScreen } from './shownScreen.ts';

/** @throws AppError that says why it could not be done */
export async function doToNode(
  app: AppContext,
  action: NodeAction,
  target: Target,
  node: string,
): Promise<void> {
  const { client, notifications } = app;
  const { loses } = nodeActions[action];
  if (loses !== undefined && !(await isMeant(app, action, target, node, loses))) return;
  switch (action) {
    case 'console':
      openConsole(app, node, target);
      return;
    case 'cut':
    case 'restore':
      await client.deployments.link({ target, node, connected: action === 'restore' });
      return;
    case 'screenshot': {
      const { png } = await client.deployments.screenshot({ target, node });
      shownScreen.dispatch({ node, png, at: Date.now() });
      return;
    }
    default:
      await client.deployments.power({ target, node, action });
      if (action === 'reset') notifications.tell('information', `${node} boots anew.`);
  }
}

function isMeant(
  app: AppContext,
  action: NodeAction,
  target: Target,
  node: string,
  loses: string,
): Promise<boolean> {
  const verb = labelOf(action).replace(' …', '');
  return questionsOf(app).ask({
    title: action === 'shutdown' ? `Shut ${node} down?` : `${verb} ${node}?`,
    description: loses,
    text: lineOf(action, target, node),
    action: verb,
  });
}
