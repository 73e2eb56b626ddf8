import { describe, expect, test } from 'vitest';
import {
  accelerator,
  belongsToTerminal,
  type KeyPress,
  matches,
  parseShortcut,
  shortcutForAssistance,
  shortcutLabels,
} from './shortcuts.ts';

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers };
}

describe('a shortcut', () => {
  test('means Command on a Mac and Control elsewhere', () => {
    expect(parseShortcut('Mod+K', false)).toMatchObject({ control: true, meta: false, key: 'K' });
    expect(parseShortcut('Mod+K', true)).toMatchObject({ control: false, meta: true, key: 'K' });
  });

  test('fits exactly its modifiers, whatever the case of the letter', () => {
    const shortcut = parseShortcut('Mod+Shift+P', false);
    expect(matches(shortcut, press('P', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matches(shortcut, press('p', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matches(shortcut, press('p', { ctrlKey: true }))).toBe(false);
    expect(matches(shortcut, press('p', { ctrlKey: true, shiftKey: true, altKey: true }))).toBe(false);
  });

  test('may name a key by its place, for layouts that have something else there', () => {
    const shortcut = parseShortcut('Ctrl+Backquote', false);
    expect(matches(shortcut, press('²', { ctrlKey: true, code: 'Backquote' }))).toBe(true);
  });

  test.each([
    ['Mod+K', true],
    ['Ctrl+P', true],
    ['Mod+Shift+P', false],
    ['F8', false],
    ['Alt+W', false],
    ['Mod+Comma', false],
  ])('%s is a shell’s own: %s', (text, isShells) => {
    expect(belongsToTerminal(parseShortcut(text, false))).toBe(isShells);
  });

  test('is never a shell’s own on a Mac, where Command is not Control', () => {
    expect(belongsToTerminal(parseShortcut('Mod+K', true))).toBe(false);
  });

  test('is written as on the keyboard', () => {
    expect(shortcutLabels('Mod+Shift+P', false)).toEqual(['Ctrl', 'Shift', 'P']);
    expect(shortcutLabels('Mod+Shift+P', true)).toEqual(['⇧', '⌘', 'P']);
    expect(shortcutForAssistance('Mod+Comma', false)).toBe('Control+,');
  });

  test.each(['', 'Mod+', 'Strg+K'])('cannot be “%s”', (text) => {
    expect(() => parseShortcut(text, false)).toThrow('shortcut');
  });
});

test.each([
  ['Mod+Shift+P', 'CmdOrCtrl+Shift+P'],
  ['Mod+Comma', 'CmdOrCtrl+,'],
  ['F8', 'F8'],
  ['Alt+PageDown', 'Alt+PageDown'],
  ['Ctrl+ArrowUp', 'Ctrl+Up'],
])('%s is %s in a native menu', (shortcut, native) => {
  expect(accelerator(shortcut)).toBe(native);
});
