/** The window's colours, for the code editor, which takes hexadecimal numbers and no names of properties. */
import type { editor } from 'monaco-editor/editor';

/** Editor colour → property of the design. */
const colors: Readonly<Record<string, string>> = {
  'editor.background': '--panel-surface',
  'editor.foreground': '--code-text',
  'editorGutter.background': '--panel-surface',
  'editorLineNumber.foreground': '--text-disabled',
  'editorLineNumber.activeForeground': '--text',
  'editorCursor.foreground': '--accent',
  'editor.lineHighlightBackground': '--inset-surface',
  'editor.lineHighlightBorder': '--inset-surface',
  'editorIndentGuide.background1': '--border',
  'editorIndentGuide.activeBackground1': '--border-strong',
  'editorBracketMatch.border': '--border-strong',
  'editorBracketMatch.background': '--hover-surface',
  'editorWidget.background': '--raised-surface',
  'editorWidget.foreground': '--text',
  'editorWidget.border': '--border',
  'editorHoverWidget.background': '--raised-surface',
  'editorHoverWidget.border': '--border',
  'editorSuggestWidget.background': '--raised-surface',
  'editorSuggestWidget.border': '--border',
  'editorSuggestWidget.foreground': '--text',
  'editorSuggestWidget.selectedBackground': '--selected-surface',
  'editorSuggestWidget.selectedForeground': '--text',
  'editorSuggestWidget.highlightForeground': '--accent',
  'editorSuggestWidget.focusHighlightForeground': '--accent',
  'editorStickyScroll.background': '--panel-surface',
  'editorStickyScrollHover.background': '--hover-surface',
  'editorStickyScroll.border': '--border',
  'editorError.foreground': '--failed',
  'editorWarning.foreground': '--stale',
  'editorInfo.foreground': '--accent',
  'editorMarkerNavigation.background': '--raised-surface',
  'editorMarkerNavigationError.background': '--failed',
  'editorMarkerNavigationWarning.background': '--stale',
  'editorOverviewRuler.border': '--panel-surface',
  'diffEditor.insertedTextBackground': '--running-surface',
  'diffEditor.removedTextBackground': '--failed-surface',
  'scrollbar.shadow': '--panel-surface',
  'textLink.foreground': '--accent',
  'textLink.activeForeground': '--accent',
  focusBorder: '--focus',
  'list.hoverBackground': '--hover-surface',
  'list.activeSelectionBackground': '--selected-surface',
  'list.activeSelectionForeground': '--text',
  'list.highlightForeground': '--accent',
  'menu.background': '--raised-surface',
  'menu.foreground': '--text',
  'menu.border': '--border',
  'menu.selectionBackground': '--hover-surface',
  'menu.selectionForeground': '--text',
  'menu.separatorBackground': '--border',
  'input.background': '--inset-surface',
  'input.foreground': '--text',
  'input.border': '--border-strong',
  'quickInput.background': '--raised-surface',
  'quickInput.foreground': '--text',
  'keybindingLabel.background': '--inset-surface',
  'keybindingLabel.foreground': '--text-muted',
  'keybindingLabel.border': '--border',
  'keybindingLabel.bottomBorder': '--border',
};

/** Pairs of brackets and icons of symbols: the editor has a colour for each kind, the design one for all. */
const uniform: Readonly<Record<string, string>> = Object.fromEntries([
  ...[1, 2, 3, 4, 5, 6].flatMap((level) => [
    [`editorBracketHighlight.foreground${level}`, '--code-delimiter'],
    [`editorBracketPairGuide.background${level}`, '--border'],
    [`editorBracketPairGuide.activeBackground${level}`, '--border-strong'],
  ]),
  ...['class', 'event', 'field', 'function', 'method', 'module', 'property', 'snippet', 'variable'].map(
    (kind) => [`symbolIcon.${kind}Foreground`, '--text-muted'],
  ),
]);

/** Colours that lie over text and let it through. */
const translucent: Readonly<Record<string, readonly [property: string, opacity: string]>> = {
  'editor.selectionBackground': ['--accent', '40'],
  'editor.inactiveSelectionBackground': ['--accent', '22'],
  'editor.wordHighlightBackground': ['--accent', '22'],
  'editor.wordHighlightStrongBackground': ['--accent', '33'],
  'editor.findMatchBackground': ['--stale', '66'],
  'editor.findMatchHighlightBackground': ['--stale', '33'],
  'editor.hoverHighlightBackground': ['--accent', '1a'],
  'scrollbarSlider.background': ['--border-strong', '55'],
  'scrollbarSlider.hoverBackground': ['--border-strong', '88'],
  'scrollbarSlider.activeBackground': ['--border-strong', 'aa'],
};

const tokens: readonly (readonly [token: string, property: string])[] = [
  ['', '--code-text'],
  ['text', '--code-text'],
  ['comment', '--code-comment'],
  ['keyword', '--code-keyword'],
  ['constant', '--code-constant'],
  ['number', '--code-constant'],
  ['string', '--code-string'],
  ['string.escape', '--code-escape'],
  ['string.path', '--code-string'],
  ['attribute', '--code-attribute'],
  ['type', '--code-attribute'],
  ['tag', '--code-attribute'],
  ['key', '--code-attribute'],
  ['variable', '--code-text'],
  ['function', '--code-function'],
  ['operator', '--code-delimiter'],
  ['delimiter', '--code-delimiter'],
  ['interpolation', '--code-escape'],
];

/** @param resolve the colour of a property, as `#rrggbb` */
export function makeTheme(
  isDark: boolean,
  resolve: (property: string) => string,
): editor.IStandaloneThemeData {
  return {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: tokens.map(([token, property]) => ({ token, foreground: resolve(property).slice(1) })),
    colors: {
      ...mapValues({ ...colors, ...uniform }, resolve),
      ...mapValues(translucent, ([property, opacity]) => resolve(property) + opacity),
    },
  };
}

/** Reads the design's properties from the page as they are in the dark or in the light. */
export function readColors(isDark: boolean): (property: string) => string {
  const probe = document.createElement('span');
  probe.style.colorScheme = isDark ? 'dark' : 'light';
  probe.hidden = true;
  document.body.append(probe);
  const known = new Map<string, string>();
  for (const property of usedProperties()) {
    probe.style.color = `var(${property})`;
    known.set(property, toHexadecimal(getComputedStyle(probe).color));
  }
  probe.remove();
  return (property) => known.get(property) ?? '#808080';
}

function usedProperties(): Set<string> {
  return new Set([
    ...Object.values(colors),
    ...Object.values(uniform),
    ...Object.values(translucent).map(([property]) => property),
    ...tokens.map(([, property]) => property),
  ]);
}

/** @param color as browsers compute it, e.g. `rgb(61, 79, 208)` */
export function toHexadecimal(color: string): string {
  const numbers = color.match(/\d+(?:\.\d+)?/g)?.slice(0, 3) ?? [];
  return `#${numbers.map((number) => Math.round(Number(number)).toString(16).padStart(2, '0')).join('')}`;
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
