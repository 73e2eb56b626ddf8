/** Names of the commands about machines, for features that offer them too. */
import type { CommandKey } from '#renderer/app/commands.ts';
import type { NodeRequest } from '#renderer/features/run/runCommands.ts';
import type { NodeAction } from './nodeActions.ts';

export const machineCommand = (action: NodeAction): CommandKey<NodeRequest> => `node.${action}`;
