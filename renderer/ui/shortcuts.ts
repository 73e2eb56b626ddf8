/**
 * Keyboard shortcuts as text: `Mod+Shift+P`, `F8`, `Ctrl+Backquote`. `Mod` is Command on a Mac and Control elsewhere.
 * Keys are named as in `KeyboardEvent.key`, single letters in capitals; those that move with the keyboard's layout
 * (`Backquote`, `BracketLeft`, `Slash` …) may be given by `KeyboardEvent.code`.
 */

export interface Shortcut {
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

/** What is needed of a `KeyboardEvent`. */
export interface KeyPress {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly key: string;
  readonly code: string;
}

const modifiers = ['Mod', 'Ctrl', 'Alt', 'Shift', 'Meta'] as const;

/** @throws Error for an unknown modifier or a missing key: a mistake of ours that a test must find */
export function parseShortcut(text: string, isMac: boolean): Shortcut {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  if (key === '') throw new Error(`The shortcut “${text}” names no key.`);
  const wrong = parts.find((part) => !modifiers.some((modifier) => modifier === part));
  if (wrong !== undefined) throw new Error(`The shortcut “${text}” has an unknown modifier “${wrong}”.`);
  return {
    control: parts.includes('Ctrl') || (parts.includes('Mod') && !isMac),
    meta: parts.includes('Meta') || (parts.includes('Mod') && isMac),
    alt: parts.includes('Alt'),
    shift: parts.includes('Shift'),
    key,
  };
}

export function matches(shortcut: Shortcut, press: KeyPress): boolean {
  return (
    shortcut.control === press.ctrlKey &&
    shortcut.meta === press.metaKey &&
    shortcut.alt === press.altKey &&
    shortcut.shift === press.shiftKey &&
    (shortcut.key.toLowerCase() === press.key.toLowerCase() || shortcut.key === press.code)
  );
}

/** Whether a shell has a use of its own for the keys: Ctrl with a letter is the shell's, unless Shift is held too. */
export function belongsToTerminal(shortcut: Shortcut): boolean {
  return shortcut.control && !shortcut.shift && !shortcut.alt && /^[A-Z]$/.test(shortcut.key);
}

/** Keys that are named by their place, and what is printed on them. */
const signs = {
  Backquote: '`',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Slash: '/',
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
};

const keyLabels: Readonly<Record<string, string>> = {
  ...signs,
  Minus: '−',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Enter: '↵',
};

/** The keys as they are printed on a keyboard, one by one, in the order in which the system lists them. */
export function shortcutLabels(text: string, isMac: boolean): string[] {
  const shortcut = parseShortcut(text, isMac);
  const key = keyLabels[shortcut.key] ?? shortcut.key;
  const names = isMac
    ? { control: '⌃', alt: '⌥', shift: '⇧', meta: '⌘' }
    : { control: 'Ctrl', alt: 'Alt', shift: 'Shift', meta: 'Super' };
  return [
    ...(shortcut.control ? [names.control] : []),
    ...(shortcut.alt ? [names.alt] : []),
    ...(shortcut.shift ? [names.shift] : []),
    ...(shortcut.meta ? [names.meta] : []),
    key,
  ];
}

/** `aria-keyshortcuts` has its own spelling. */
export function shortcutForAssistance(text: string, isMac: boolean): string {
  const { control, meta, alt, shift, key } = parseShortcut(text, isMac);
  return [control && 'Control', meta && 'Meta', alt && 'Alt', shift && 'Shift', keyLabels[key] ?? key]
    .filter((part) => part !== false)
    .join('+');
}

const nativeNames: Readonly<Record<string, string>> = {
  ...signs,
  Mod: 'CmdOrCtrl',
  Meta: 'Super',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** The shortcut in the notation of native menus. */
export function accelerator(text: string): string {
  return text
    .split('+')
    .map((part) => nativeNames[part] ?? part)
    .join('+');
}
