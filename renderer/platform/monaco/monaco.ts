/** The code editor with the languages of a project. Large: always loaded by `loadMonaco`. */
import { editor, languages } from 'monaco-editor/editor';
import editorWorkerAddress from 'monaco-editor/editor/editor.worker?worker&url';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/dockerfile/register';
import 'monaco-editor/languages/definitions/ini/register';
import 'monaco-editor/languages/definitions/markdown/register';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/languages/definitions/shell/register';
import 'monaco-editor/languages/definitions/yaml/register';
import { loadPatiently } from '#renderer/app/lazyPanel.ts';
import { jsonTokens } from './json.ts';
import { nixConfiguration } from './nix/configuration.ts';
import { nixLanguageName } from './nix/languageName.ts';
import { initialNixState, type NixState, tokenizeNix } from './nix/tokenizeNix.ts';
import './syntax.css';
import { makeTheme, readColors } from './theme.ts';

export * from 'monaco-editor/editor';

globalThis.MonacoEnvironment = {
  async getWorker() {
    // A worker whose script was dropped on the way never tries again; the browser keeps what was fetched before.
    await loadPatiently(() => fetch(editorWorkerAddress));
    return new Worker(editorWorkerAddress, { type: 'module' });
  },
};

languages.register({ id: nixLanguageName, extensions: ['.nix'], aliases: ['Nix'] });
languages.setLanguageConfiguration(nixLanguageName, nixConfiguration);
languages.setTokensProvider(nixLanguageName, {
  getInitialState: () => stateFor(initialNixState),
  tokenize(line, state) {
    const read = tokenizeNix(line, (state as LineState).value);
    return {
      tokens: read.tokens.map(({ start, type }) => ({ startIndex: start, scopes: type })),
      endState: read.state === (state as LineState).value ? state : stateFor(read.state),
    };
  },
});

languages.register({ id: 'json', extensions: ['.json', '.lock'], aliases: ['JSON'] });
languages.setMonarchTokensProvider('json', jsonTokens);
languages.setLanguageConfiguration('json', {
  brackets: [
    ['{', '}'],
    ['[', ']'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '"', close: '"', notIn: ['string'] },
  ],
});
languages.register({ id: 'ini', extensions: ['.toml'] });

interface LineState extends languages.IState {
  readonly value: NixState;
}

function stateFor(value: NixState): LineState {
  const state: LineState = {
    value,
    clone: () => state,
    equals: (other) => isSame((other as LineState).value, value),
  };
  return state;
}

/** The editor goes on colouring below a changed line until a line begins as it did before. */
function isSame(one: NixState, other: NixState): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Makes the editors look like the window does now. */
export function applyTheme(isDark: boolean): void {
  const name = isDark ? 'nxc-dark' : 'nxc-light';
  editor.defineTheme(name, makeTheme(isDark, readColors(isDark)));
  editor.setTheme(name);
}
