import type { IRange, languages } from 'monaco-editor/editor';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { describePackage } from '../knowledge/descriptions.ts';
import { knowledgeOf } from '../knowledge/knowledge.ts';
import { isModuleFile } from '../language/isModuleFile.ts';
import type { LanguageDocument } from '../language/languageDocument.ts';
import { askServer, editorRange, serverPosition } from '../languageServer/askServer.ts';
import type { ServerOffer } from '../languageServer/protocol.ts';
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
  /** What a language server offers, after what is known here. */
  function itemOf(offer: ServerOffer, index: number, atWord: IRange): Item {
    return {
      label: { label: offer.label, description: offer.detail },
      kind: serverKind(Kind, offer.kind),
      documentation: { value: offer.text },
      insertText: offer.insert,
      ...(offer.isSnippet ? { insertTextRules: Rule.InsertAsSnippet } : {}),
      range: offer.range === null ? atWord : editorRange(offer.range),
      sortText: `2${String(index).padStart(4, '0')}`,
    };
  }

  monaco.languages.registerCompletionItemProvider(nixLanguageName, {
    triggerCharacters: ['.'],
    async provideCompletionItems(model, position, _context, token) {
      const document = documentOf(provider, model);
      if (document === null) return { suggestions: [] };
      const offset = model.getOffsetAt(position);
      const signal = signalOf(token);
      const [{ facts, incomplete }, fromServer] = await Promise.all([
        factsAbout(provider, document, offset, signal),
        askServer(app, (server) => server.completion(document.path, serverPosition(position), signal)),
      ]);
      if (token.isCancellationRequested || model.isDisposed()) return { suggestions: [] };
      const offers = offersAt(document, offset, facts);
      const suggestions = offers.map((offer, index): Item => {
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
      if (fromServer === undefined) return { suggestions, incomplete };
      const word = model.getWordUntilPosition(position);
      const atWord = new monaco.Range(
        position.lineNumber,
        word.startColumn,
        position.lineNumber,
        word.endColumn,
      );
      const known = new Set(offers.map(({ label }) => label));
      const further = fromServer.offers.filter(({ label }) => !known.has(label));
      return {
        suggestions: [...suggestions, ...further.map((offer, index) => itemOf(offer, index, atWord))],
        incomplete: incomplete || fromServer.isIncomplete,
      };
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

/** The protocol's kinds of offers, from 1 on. */
const serverKinds = [
  'Text',
  'Method',
  'Function',
  'Constructor',
  'Field',
  'Variable',
  'Class',
  'Interface',
  'Module',
  'Property',
  'Unit',
  'Value',
  'Enum',
  'Keyword',
  'Snippet',
  'Color',
  'File',
  'Reference',
  'Folder',
  'EnumMember',
  'Constant',
] as const;

function serverKind(kinds: typeof languages.CompletionItemKind, kind: number): languages.CompletionItemKind {
  return kinds[serverKinds[kind - 1] ?? 'Property'];
}

async function factsAbout(
  { app }: Provider,
  document: LanguageDocument,
  offset: number,
  signal: AbortSignal,
): Promise<{ readonly facts: OfferFacts; readonly incomplete: boolean }> {
  const knowledge = knowledgeOf(app);
  const isModule = isModuleFile(app, document);
  const facts = { isModule, origin: knowledge.origin(), options: [], packages: [] };
  const wanted = wantedAt(document, offset, isModule);
  try {
    switch (wanted?.kind) {
      case 'options': {
        const options = await knowledge.optionsBelow(wanted.path, signal);
        return { facts: { ...facts, options }, incomplete: false };
      }
      case 'packages': {
        const { names, truncated } = await knowledge.packages(wanted.path, wanted.text, signal);
        return { facts: { ...facts, packages: names }, incomplete: truncated };
      }
    }
  } catch {
    // Without its engine the window says so elsewhere; what is known here is offered all the same.
  }
  return { facts, incomplete: false };
}
