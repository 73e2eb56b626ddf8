import type { languages } from 'monaco-editor/editor';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { editorOf } from '../editor.ts';
import type { LanguageDocument } from '../language/languageDocument.ts';
import { documentOf } from './documentOf.ts';
import { type Offer, type OfferFacts, offersAt } from './offers.ts';
import { rangeIn } from './ranges.ts';
import type { Provider } from './registerLanguageFeatures.ts';

export function provideCompletions(provider: Provider): void {
  const { monaco } = provider;
  const { CompletionItemKind: Kind, CompletionItemInsertTextRule: Rule } = monaco.languages;
  const kinds: Readonly<Record<Offer['kind'], languages.CompletionItemKind>> = {
    attribute: Kind.Property,
    option: Kind.Field,
    role: Kind.Class,
    package: Kind.Module,
    node: Kind.Variable,
    method: Kind.Method,
    function: Kind.Function,
    snippet: Kind.Snippet,
  };
  monaco.languages.registerCompletionItemProvider(nixLanguageName, {
    triggerCharacters: ['.'],
    provideCompletionItems(model, position) {
      const document = documentOf(provider, model);
      if (document === null) return { suggestions: [] };
      const offers = offersAt(document, model.getOffsetAt(position), factsAbout(provider, document));
      return {
        suggestions: offers.map(({ label, kind, detail, text, insert, range, goesOn }, index) => ({
          label: { label, description: detail },
          kind: kinds[kind],
          documentation: text,
          insertText: insert,
          insertTextRules: Rule.InsertAsSnippet,
          range: rangeIn(model, range),
          // The order of the tables is that in which things are met, not the alphabet's.
          sortText: `${kind === 'snippet' ? 1 : 0}${String(index).padStart(3, '0')}`,
          ...(goesOn ? { command: { id: 'editor.action.triggerSuggest', title: '' } } : {}),
        })),
      };
    },
  });
}

function factsAbout({ app }: Provider, document: LanguageDocument): OfferFacts {
  const { project } = app.workspace.getState();
  const open = project.phase === 'open' ? project.project : null;
  const { language, files } = editorOf(app);
  // A file without roles that some composition's role imports is a module.
  const isImported = Object.keys(files.getState().files).some((path) =>
    language
      .current(path)
      ?.outline.roles.some(({ imports }) => imports.some(({ name }) => endsIn(document.path, name))),
  );
  return {
    isTiny: open?.base === 'tiny',
    isModule: document.outline.kind === 'other' && document.path !== open?.compositionFile && isImported,
  };
}

const endsIn = (path: string, imported: string): boolean =>
  path.endsWith(imported.replace(/^(?:\.{1,2}\/)+/, '').replace(/\/$/, '/default.nix'));
