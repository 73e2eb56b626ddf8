/** In the desktop app: the window's commands in the native menu. */
import type { Command } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import { accelerator } from '#renderer/ui/shortcuts.ts';
import type { MenuCommand } from '#shared/contract/desktop.ts';

/** Registered last, so that the menu holds the commands of all features. */
export function registerDesktop({ commands, connection, desktop, notifications }: AppContext): void {
  if (desktop === null) return;
  const failed = (thrown: unknown): void => notifications.fail('The menu has no commands', thrown);
  const offer = (): void => {
    const listed = commands.items.getState().filter(({ hidden }) => hidden !== true);
    desktop.offerCommands({ commands: listed.map(menuCommand) }).catch(failed);
  };
  desktop.commandChosen.subscribe(({ id }) => void commands.execute(id)).catch(failed);
  offer();
  commands.items.subscribe(offer);
  connection.onResumed(offer);
}

function menuCommand({ id, title, category, shortcuts }: Command): MenuCommand {
  const [shortcut] = shortcuts ?? [];
  return { id, title, category, accelerator: shortcut === undefined ? null : accelerator(shortcut) };
}
