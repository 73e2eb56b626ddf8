/** Commands as entries of menus, so that name, icon and shortcut are written once. */
import type { MenuItem } from '#renderer/ui/Menu.tsx';
import type { Command } from './commands.ts';
import type { AppContext } from './context.ts';

export function commandItem({ commands }: AppContext, command: Command): MenuItem {
  const [shortcut] = command.shortcuts ?? [];
  return {
    kind: 'action',
    label: command.title,
    run: () => void commands.execute(command.id),
    ...(command.icon === undefined ? {} : { icon: command.icon }),
    ...(shortcut === undefined ? {} : { shortcut }),
  };
}
