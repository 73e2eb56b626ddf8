import type { AppContext } from '#renderer/app/context.ts';
import type { Target } from '#shared/contract/common.ts';
import type { ActionName } from './actions.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { chosenSizesOf } from './chosenSizes.ts';
import { cliLine } from './cliLines.ts';

/** The `nxc …` line of an action, with the nodes and sizes that the user has chosen. */
export function lineFor(app: AppContext, action: ActionName, target: Target): string {
  return cliLine(action, target, chosenNodesOf(app).forStart(target), chosenSizesOf(app).forStart(target));
}
