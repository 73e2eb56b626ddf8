import type { languages } from 'monaco-editor/editor';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { type OutlineSymbol, outlineSymbols } from '#shared/nixLanguage/cursor/symbols.ts';
import { problemsOf } from '../problems/problems.ts';
import { documentOf } from './documentOf.ts';
import { rangeIn } from './ranges.ts';
import type { Provider } from './registerLanguageFeatures.ts';

/** The outline, which also holds the names at the top while scrolling, and the fixes of syntax mistakes. */
export function provideOutline(provider: Provider): void {
  const { app, monaco, models } = provider;
  const { SymbolKind } = monaco.languages;
  const kinds: Readonly<Record<OutlineSymbol['kind'], languages.SymbolKind>> = {
    attribute: SymbolKind.Property,
    role: SymbolKind.Class,
    service: SymbolKind.Event,
    script: SymbolKind.Function,
  };

  monaco.languages.registerDocumentSymbolProvider(nixLanguageName, {
    provideDocumentSymbols(model) {
      const document = documentOf(provider, model);
      if (document === null) return [];
      const toSymbol = ({
        name,
        kind,
        detail,
        range,
        nameRange,
        children,
      }: OutlineSymbol): languages.DocumentSymbol => ({
        name,
        detail,
        kind: kinds[kind],
        tags: [],
        range: rangeIn(model, range),
        selectionRange: rangeIn(model, nameRange),
        children: children.map(toSymbol),
      });
      return outlineSymbols(document.parsed, document.outline).map(toSymbol);
    },
  });

  monaco.languages.registerCodeActionProvider(nixLanguageName, {
    provideCodeActions(model, range) {
      const path = models.pathOf(model);
      const fixes = problemsOf(app)
        .getState()
        .flatMap(({ place, fix, message }) => {
          if (place === null || place.path !== path || fix === null) return [];
          const isHere =
            place.line <= range.endLineNumber && (place.endLine ?? place.line) >= range.startLineNumber;
          return isHere ? [{ fix, message }] : [];
        });
      return {
        actions: fixes.map(({ fix: { offset, length, text }, message }) => ({
          title: `Put it right: ${message}`,
          kind: 'quickfix',
          isPreferred: true,
          edit: {
            edits: [
              {
                resource: model.uri,
                versionId: model.getVersionId(),
                textEdit: { range: rangeIn(model, { start: offset, end: offset + length }), text },
              },
            ],
          },
        })),
        dispose() {},
      };
    },
  });
}
