/** Colours of JSON, for nxc.json and lock files. */
import type { languages } from 'monaco-editor/editor';

export const jsonTokens: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'attribute'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'constant'],
      [/[{}[\],:]/, 'delimiter'],
    ],
  },
};
