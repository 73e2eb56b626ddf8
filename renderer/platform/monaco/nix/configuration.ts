/** How Nix is typed: brackets, comments, indentation. */
import type { languages } from 'monaco-editor/editor';

/** `IndentAction.None`, `.Indent`, `.IndentOutdent` of the editor, whose module is not loaded with this file. */
const indentation = { none: 0, indent: 1, indentOutdent: 2 } as const;

export const nixConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '#', blockComment: ['/*', '*/'] },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
    ['${', '}'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
    { open: "''", close: "''", notIn: ['string', 'comment'] },
    { open: '/*', close: ' */', notIn: ['string', 'comment'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: "''", close: "''" },
  ],
  wordPattern: /-?\d+(?:\.\d+)?|[A-Za-z_][\w'-]*/,
  indentationRules: {
    increaseIndentPattern: /(?:[{[(]|''|=|:|\blet|\bthen|\belse)\s*(?:#.*)?$/,
    decreaseIndentPattern: /^\s*(?:[}\])]|''\s*[;)\]]|in\b(?!\w))/,
  },
  onEnterRules: [
    {
      // Between two quotes that were just closed by themselves.
      beforeText: /''\s*$/,
      afterText: /^''/,
      action: { indentAction: indentation.indentOutdent },
    },
    {
      beforeText: /^\s*#.*$/,
      afterText: /^\s*\S/,
      action: { indentAction: indentation.none, appendText: '# ' },
    },
    { beforeText: /:\s*$/, action: { indentAction: indentation.indent } },
  ],
  folding: { offSide: false, markers: { start: /^\s*#\s*region\b/, end: /^\s*#\s*endregion\b/ } },
};
