/** Completion of Python at prompts, by the session that each belongs to. */
import type { languages, editor as MonacoEditor } from 'monaco-editor/editor';
import type { Monaco } from '#renderer/platform/monaco/loadMonaco.ts';

export interface Completion {
  /** Where the name begins that is being completed, in UTF-16 units. */
  readonly start: number;
  readonly candidates: readonly { readonly text: string; readonly kind: string; readonly detail: string }[];
}

export type Completer = (source: string, cursor: number) => Promise<Completion>;

const completers = new WeakMap<MonacoEditor.ITextModel, Completer>();
let isRegistered = false;

/** Completes in a text from now on, until the text is disposed of. */
export function completeIn(monaco: Monaco, model: MonacoEditor.ITextModel, completer: Completer): void {
  completers.set(model, completer);
  if (isRegistered) return;
  isRegistered = true;
  const { CompletionItemKind: Kind } = monaco.languages;
  const kinds: Readonly<Record<string, languages.CompletionItemKind>> = {
    keyword: Kind.Keyword,
    class: Kind.Class,
    function: Kind.Function,
  };
  monaco.languages.registerCompletionItemProvider('python', {
    triggerCharacters: ['.'],
    async provideCompletionItems(asked, position) {
      const complete = completers.get(asked as MonacoEditor.ITextModel);
      if (complete === undefined) return { suggestions: [] };
      const cursor = asked.getOffsetAt(position);
      // What cannot be completed now is typed: an error here would be told with every key.
      const { start, candidates } = await complete(asked.getValue(), cursor).catch(() => ({
        start: cursor,
        candidates: [],
      }));
      if (asked.isDisposed()) return { suggestions: [] };
      const range = monaco.Range.fromPositions(asked.getPositionAt(start), position);
      return {
        suggestions: candidates.map(({ text, kind, detail }) => ({
          ...{ label: text, insertText: text, range, documentation: detail },
          kind: kinds[kind] ?? Kind.Variable,
        })),
      };
    },
  });
}
