/** How the code editor looks and behaves. */
import type { editor } from 'monaco-editor/editor';
import type { UserSettings } from '#shared/contract/settings.ts';

export function editorOptions({ codeFontSize }: UserSettings): editor.IEditorOptions {
  return {
    // Computed, because the editor measures its letters in places where the page's properties do not reach.
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code'),
    fontSize: codeFontSize,
    fontLigatures: false,
    lineHeight: Math.round(codeFontSize * 1.55),
    automaticLayout: true,
    // Hovers and lists may leave a small panel.
    fixedOverflowWidgets: true,
    minimap: { enabled: false },
    padding: { top: 8, bottom: 8 },
    scrollBeyondLastLine: false,
    // Beside the picture there is little width, and text that is cut off is not read.
    wordWrap: 'on',
    wrappingIndent: 'indent',
    smoothScrolling: false,
    lineNumbersMinChars: 3,
    glyphMargin: false,
    folding: true,
    showFoldingControls: 'mouseover',
    renderLineHighlight: 'line',
    renderLineHighlightOnlyWhenFocus: true,
    stickyScroll: { enabled: true, maxLineCount: 3 },
    guides: { bracketPairs: 'active', indentation: true },
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    // Addresses in a composition are those of its nodes, which this machine cannot open.
    links: false,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    // The bar below the list tells how to see what an entry means.
    suggest: { showWords: false, preview: false, showStatusBar: true },
    quickSuggestions: { other: true, comments: false, strings: true },
    occurrencesHighlight: 'singleFile',
    unicodeHighlight: { ambiguousCharacters: false },
    accessibilitySupport: 'auto',
  };
}
