/** Copying and pasting in terminals, as each system does it. Pure. */
import type { KeyPress } from '#renderer/ui/shortcuts.ts';

export type System = 'mac' | 'windows' | 'other';

export const systemOf = (platform: string): System =>
  /Mac|iPhone|iPad/.test(platform) ? 'mac' : /^Win/.test(platform) ? 'windows' : 'other';

/**
 * What keys mean for the clipboard; `null` when they are the shell's. On a Mac Command is no shell's key; elsewhere
 * Ctrl+C interrupts, so that Shift is added. Windows users also know Ctrl+V, and Ctrl+C while something is selected.
 */
export function clipboardMeaning(
  press: KeyPress,
  system: System,
  hasSelection: boolean,
): 'copy' | 'paste' | null {
  const { ctrlKey, metaKey, altKey, shiftKey } = press;
  const key = press.key.toLowerCase();
  if (altKey) return null;
  if (system === 'mac') {
    if (!metaKey || ctrlKey || shiftKey) return null;
    return key === 'c' ? 'copy' : key === 'v' ? 'paste' : null;
  }
  if (metaKey) return null;
  if (key === 'insert') return ctrlKey && !shiftKey ? 'copy' : shiftKey && !ctrlKey ? 'paste' : null;
  if (!ctrlKey) return null;
  if (key === 'c' && (shiftKey || (system === 'windows' && hasSelection))) return 'copy';
  if (key === 'v' && (shiftKey || system === 'windows')) return 'paste';
  return null;
}
