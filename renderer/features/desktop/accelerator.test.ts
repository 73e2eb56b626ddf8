import { expect, test } from 'vitest';
import { accelerator } from './accelerator.ts';

test.each([
  ['Mod+Shift+P', 'CmdOrCtrl+Shift+P'],
  ['Mod+Comma', 'CmdOrCtrl+,'],
  ['F8', 'F8'],
  ['Alt+PageDown', 'Alt+PageDown'],
])('%s is %s in a native menu', (shortcut, native) => {
  expect(accelerator(shortcut)).toBe(native);
});
