/** Shortcuts in the notation of native menus. */

const keys: Readonly<Record<string, string>> = {
  Mod: 'CmdOrCtrl',
  Meta: 'Super',
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Slash: '/',
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** @param shortcut as `ui/shortcuts.ts` says */
export function accelerator(shortcut: string): string {
  return shortcut
    .split('+')
    .map((part) => keys[part] ?? part)
    .join('+');
}
