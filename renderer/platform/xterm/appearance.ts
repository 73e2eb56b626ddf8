/** How terminals look: the window's colours and code font, which follow the theme. */
import type { ITheme } from '@xterm/xterm';
import { toHexadecimal } from '#renderer/platform/monaco/theme.ts';
import './colors.css';

/** xterm's name of a colour → property of the design. */
const properties = {
  background: '--panel-surface',
  foreground: '--text',
  cursor: '--accent',
  cursorAccent: '--panel-surface',
  selectionBackground: '--terminal-selection',
  scrollbarSliderBackground: '--border',
  scrollbarSliderHoverBackground: '--border-strong',
  scrollbarSliderActiveBackground: '--border-strong',
  overviewRulerBorder: '--panel-surface',
  black: '--ansi-black',
  red: '--ansi-red',
  green: '--ansi-green',
  yellow: '--ansi-yellow',
  blue: '--ansi-blue',
  magenta: '--ansi-magenta',
  cyan: '--ansi-cyan',
  white: '--ansi-white',
  brightBlack: '--ansi-bright-black',
  brightRed: '--ansi-bright-red',
  brightGreen: '--ansi-bright-green',
  brightYellow: '--ansi-bright-yellow',
  brightBlue: '--ansi-bright-blue',
  brightMagenta: '--ansi-bright-magenta',
  brightCyan: '--ansi-bright-cyan',
  brightWhite: '--ansi-bright-white',
} as const satisfies Partial<Record<keyof ITheme, string>>;

export interface Appearance {
  readonly theme: ITheme;
  /** As in CSS, without variables: a canvas knows none. */
  readonly fontFamily: string;
  readonly match: string;
  readonly activeMatch: string;
}

/** Reads the page's properties as they are now. */
export function readAppearance(): Appearance {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const color = (property: string): string => {
    probe.style.color = `var(${property})`;
    return toHexadecimal(getComputedStyle(probe).color);
  };
  probe.style.fontFamily = 'var(--font-code)';
  const appearance: Appearance = {
    theme: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, color(property)])),
    fontFamily: getComputedStyle(probe).fontFamily,
    match: color('--terminal-match'),
    activeMatch: color('--terminal-match-active'),
  };
  probe.remove();
  return appearance;
}

/** Calls back when the page's theme or fonts have changed, until the returned function is called. */
export function watchAppearance(changed: () => void): () => void {
  const attributes = new MutationObserver(changed);
  attributes.observe(document.documentElement, { attributeFilter: ['data-theme', 'style'] });
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  darkness.addEventListener('change', changed);
  return () => {
    attributes.disconnect();
    darkness.removeEventListener('change', changed);
  };
}
