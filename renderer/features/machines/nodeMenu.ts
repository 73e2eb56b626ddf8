/** What can be done to a node, as entries of a menu: each says the `nxc …` line that does the same. */
import {
  Camera,
  CirclePause,
  CirclePlay,
  type LucideIcon,
  Monitor,
  PlugZap,
  Power,
  PowerOff,
  RotateCcw,
  Unplug,
  Zap,
} from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import type { MenuItem } from '#renderer/ui/Menu.tsx';
import type { Target } from '#shared/contract/common.ts';
import { machineCommand } from './machineCommands.ts';
import { type ActionNode, labelOf, lineOf, type NodeAction, possibleGroups } from './nodeActions.ts';

export const actionIcons: Readonly<Record<NodeAction, LucideIcon>> = {
  console: Monitor,
  pause: CirclePause,
  resume: CirclePlay,
  cut: Unplug,
  restore: PlugZap,
  screenshot: Camera,
  reset: RotateCcw,
  start: Power,
  shutdown: PowerOff,
  crash: Zap,
};

/** Empty for a node that is not there. */
export function nodeMenuItems({ commands }: AppContext, node: ActionNode, target: Target): MenuItem[] {
  return possibleGroups(node, target.flavour).flatMap((group, index): MenuItem[] => [
    ...(index === 0 ? [] : [{ kind: 'separator' } as const]),
    ...group.map(
      (action): MenuItem => ({
        kind: 'action',
        label: labelOf(action),
        icon: actionIcons[action],
        detail: lineOf(action, target, node.name),
        run: () => void commands.execute(machineCommand(action), { node: node.name, target }),
      }),
    ),
  ]);
}
