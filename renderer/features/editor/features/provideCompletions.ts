import type { CancellationToken, languages } from 'monaco-editor/editor';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { editorOf } from '../editor.ts';
import { describePackage } from '../knowledge/descriptions.ts';
import { knowledgeOf } from '../knowledge/knowledge.ts';
import type { LanguageDocument } from '../language/languageDocument.ts';
import { documentOf } from './documentOf.ts';
import { type Offer, type OfferFacts, offersAt, wantedAt } from './offers.ts';
import { rangeIn } from './ranges.ts';
import type { Provider } from './registerLanguageFeatures.ts';
import { signalOf } from './signalOf.ts';

interface Item extends languages.CompletionItem {
  /** The path of the package that it is. */
  readonly package?: readonly string[];
}

export function provideCompletions(provider: Provider): void {
  const { app, monaco } = provider;
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
    async provideCompletionItems(model, position, _context, token) {
      const document = documentOf(provider, model);
      if (document === null) return { suggestions: [] };
      const offset = model.getOffsetAt(position);
      const { facts, incomplete } = await factsAbout(provider, document, offset, token);
      if (token.isCancellationRequested || model.isDisposed()) return { suggestions: [] };
      const suggestions = offersAt(document, offset, facts).map((offer, index): Item => {
        const { label, kind, detail, text, insert, range, goesOn } = offer;
        return {
          label: { label, description: detail },
          kind: kinds[kind],
          documentation: { value: text },
          insertText: insert,
          insertTextRules: Rule.InsertAsSnippet,
          range: rangeIn(model, range),
          // The order of the tables is that in which things are met, not the alphabet's.
          sortText: `${kind === 'snippet' ? 1 : 0}${String(index).padStart(4, '0')}`,
          ...(goesOn ? { command: { id: 'editor.action.triggerSuggest', title: '' } } : {}),
          ...(offer.package === undefined ? {} : { package: offer.package }),
        };
      });
      return { suggestions, incomplete };
    },
    async resolveCompletionItem(item: Item, token) {
      if (item.package === undefined) return item;
      const details = await knowledgeOf(app)
        .packageDetails(item.package, signalOf(token))
        // The name is enough to choose it.
        .catch(() => null);
      return details === null ? item : { ...item, documentation: { value: describePackage(details) } };
    },
  });
}

async function factsAbout(
  { app }: Provider,
  document: LanguageDocument,
  offset: number,
  token: CancellationToken,
): Promise<{ readonly facts: OfferFacts; readonly incomplete: boolean }> {
  const knowledge = knowledgeOf(app);
  const isModule = isModuleFile(app, document);
  const facts = { isModule, origin: knowledge.origin(), options: [], packages: [] };
  const wanted = wantedAt(document, offset, isModule);
  try {
    switch (wanted?.kind) {
      case 'options': {
        const options = await knowledge.optionsBelow(wanted.path, signalOf(token));
        return { facts: { ...facts, options }, incomplete: false };
      }
      case 'packages': {
        const { names, truncated } = await knowledge.packages(wanted.path, wanted.text, signalOf(token));
        return { facts: { ...facts, packages: names }, incomplete: truncated };
      }
    }
  } catch {
    // Without its engine the window says so elsewhere; what is known here is offered all the same.
  }
  return { facts, incomplete: false };
}

/** A file without roles that some composition's role imports is a module. */
function isModuleFile(app: Provider['app'], document: LanguageDocument): boolean {
  const { project } = app.workspace.getState();
  const open = project.phase === 'open' ? project.project : null;
  if (document.outline.kind !== 'other' || document.path === open?.compositionFile) return false;
  const { language, files } = editorOf(app);
  return Object.keys(files.getState().files).some((path) =>
    language
      .current(path)
      ?.outline.roles.some(({ imports }) => imports.some(({ name }) => endsIn(document.path, name))),
  );
}

const endsIn = (path: string, imported: string): boolean =>
  path.endsWith(imported.replace(/^(?:\.{1,2}\/)+/, '').replace(/\/$/, '/default.nix'));
