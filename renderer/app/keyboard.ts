/** The one place that listens for shortcuts. */

import { belongsToTerminal, matches, parseShortcut } from '#renderer/ui/shortcuts.ts';
import { isMac } from '#renderer/ui/system.ts';
import type { CommandRegistry } from './commands.ts';

/** The attribute of elements that hand keys to a shell. */
export const terminalKeysAttribute = 'data-terminal-keys';

/** Runs commands by their shortcuts until the returned function is called. */
export function listenForShortcuts(commands: CommandRegistry, target: Window): () => void {
  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const inTerminal =
      event.target instanceof Element && event.target.closest(`[${terminalKeysAttribute}]`) !== null;
    for (const command of commands.items.getState()) {
      for (const text of command.shortcuts ?? []) {
        const shortcut = parseShortcut(text, isMac);
        if (!matches(shortcut, event)) continue;
        if (inTerminal && belongsToTerminal(shortcut) && command.evenInTerminal !== true) continue;
        if (command.when?.() === false) continue;
        event.preventDefault();
        event.stopPropagation();
        void commands.execute(command.id);
        return;
      }
    }
  }
  // While capturing: an editor or a terminal that has the focus would swallow the keys.
  target.addEventListener('keydown', press, { capture: true });
  return () => target.removeEventListener('keydown', press, { capture: true });
}
