import { describe, expect, test } from 'vitest';
import type { KeyPress } from '#renderer/ui/shortcuts.ts';
import { createContextBudget } from './graphics.ts';
import { clipboardMeaning, type System, systemOf } from './keys.ts';
import { cleanPaste, linesRunByPaste } from './paste.ts';
import { isReply, isTyped } from './replies.ts';

describe('copy and paste', () => {
  const press = (keys: string): KeyPress => ({
    ctrlKey: keys.includes('Ctrl+'),
    metaKey: keys.includes('Meta+'),
    altKey: keys.includes('Alt+'),
    shiftKey: keys.includes('Shift+'),
    key: keys.split('+').at(-1) ?? '',
    code: '',
  });

  test.each<[System, string, boolean, 'copy' | 'paste' | null]>([
    ['other', 'Ctrl+Shift+C', true, 'copy'],
    ['other', 'Ctrl+Shift+v', false, 'paste'],
    ['other', 'Ctrl+c', true, null],
    ['other', 'Ctrl+v', false, null],
    ['other', 'Ctrl+Insert', true, 'copy'],
    ['other', 'Shift+Insert', false, 'paste'],
    ['other', 'Ctrl+Alt+c', true, null],
    ['windows', 'Ctrl+c', true, 'copy'],
    ['windows', 'Ctrl+c', false, null],
    ['windows', 'Ctrl+v', false, 'paste'],
    ['mac', 'Meta+c', true, 'copy'],
    ['mac', 'Meta+v', false, 'paste'],
    ['mac', 'Ctrl+c', true, null],
    ['mac', 'Ctrl+Shift+c', true, null],
  ])('on %s %s (selection: %s) means %s', (system, keys, hasSelection, meaning) => {
    expect(clipboardMeaning(press(keys), system, hasSelection)).toBe(meaning);
  });

  test('systems are known by their platform', () => {
    expect(['MacIntel', 'Win32', 'Linux x86_64'].map(systemOf)).toEqual(['mac', 'windows', 'other']);
  });
});

describe('pasting', () => {
  test('asks about several lines only where each would be run', () => {
    expect(linesRunByPaste('ls', false)).toBe(0);
    expect(linesRunByPaste('ls\n', false)).toBe(0);
    expect(linesRunByPaste('cd /tmp\r\nls\r\n', false)).toBe(2);
    expect(linesRunByPaste('cd /tmp\nls', true)).toBe(0);
  });

  test('a text cannot end the brackets around it or command the terminal', () => {
    expect(cleanPaste('a\u001b[201~\u0003b\tc\r\nd\re\u009b0m')).toBe('a[201~b\tc\nd\ne0m');
  });
});

describe('answers of the terminal', () => {
  test.each([
    ['the cursor', '\u001b[24;80R'],
    ['its kind', '\u001b[?1;2c'],
    ['its version', '\u001b[>0;276;0c'],
    ['that it is well', '\u001b[0n'],
    ['a mode', '\u001b[?2004;1$y'],
    ['a colour', '\u001b]11;rgb:1515/1919/1f1f\u001b\\'],
    ['its size', '\u001b[8;24;80t'],
    ['the focus', '\u001b[I'],
    ['two at once', '\u001b[?1;2c\u001b[2;5R'],
    ['a setting', '\u001bP1$r0m\u001b\\'],
  ])('%s', (_, data) => {
    expect(isReply(data)).toBe(true);
    expect(isTyped(data)).toBe(false);
  });

  test.each([
    ['text', 'ls\r'],
    ['an arrow', '\u001b[A'],
    ['a word’s end', '\u001b[1;5C'],
    ['Shift+F3', '\u001b[1;2R'],
    ['Delete', '\u001b[3~'],
    ['Escape', '\u001b'],
    ['a paste', '\u001b[200~text\u001b[201~'],
  ])('are not %s', (_, data) => {
    expect(isReply(data)).toBe(false);
    expect(isTyped(data)).toBe(true);
  });

  test('the mouse means nothing elsewhere', () => {
    expect(isTyped('\u001b[<0;12;3M')).toBe(false);
    expect(isTyped('\u001b[M !!')).toBe(false);
    expect(isReply('\u001b[<0;12;3M')).toBe(false);
  });
});

test('contexts are given while there are some, and again when they came back', () => {
  const budget = createContextBudget(2);
  const first = budget.take();
  expect(budget.take()).not.toBeNull();
  expect(budget.take()).toBeNull();
  first?.();
  first?.();
  expect(budget.take()).not.toBeNull();
  expect(budget.take()).toBeNull();
});
