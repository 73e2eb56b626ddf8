import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTheme, toHexadecimal } from './theme.ts';

const folder = join(import.meta.dirname, '../..');
const css = [join(folder, 'ui/tokens.css'), join(import.meta.dirname, 'syntax.css')]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** A property's colour in the light or in the dark, as the style sheets write it. */
function written(property: string, isDark: boolean): string {
  const pair = new RegExp(`${property}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  const color = pair?.[isDark ? 2 : 1];
  if (color === undefined) throw new Error(`${property} is not a pair of colours.`);
  return color;
}

/** The contrast of two colours by the WCAG. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each([true, false])('the code editor’s theme (dark: %s)', (isDark) => {
  const theme = makeTheme(isDark, (property) => written(property, isDark));

  test('is made of the design’s own colours', () => {
    expect(theme.colors['editor.background']).toBe(written('--panel-surface', isDark));
    for (const color of Object.values(theme.colors)) expect(color).toMatch(/^#[0-9a-f]{6}(?:[0-9a-f]{2})?$/);
  });

  test('can be read: every colour of code has a contrast of 4.5 at least', () => {
    const background = written('--panel-surface', isDark);
    for (const { token, foreground = '' } of theme.rules)
      expect(contrast(`#${foreground}`, background), token).toBeGreaterThanOrEqual(4.5);
  });
});

test('colours are read as browsers compute them', () => {
  expect(toHexadecimal('rgb(61, 79, 208)')).toBe('#3d4fd0');
  expect(toHexadecimal('rgba(0, 0, 0, 0.5)')).toBe('#000000');
});
