import type { languages, Position } from 'monaco-editor/editor';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { toAppError } from '#shared/errors.ts';
import { findRoleUses } from '#shared/nixLanguage/composition/roleUses.ts';
import { readSource } from '#shared/nixLanguage/composition/source.ts';
import { constructAt } from '#shared/nixLanguage/cursor/construct.ts';
import { definitionAt } from '#shared/nixLanguage/cursor/definition.ts';
import { renameRole } from '#shared/nixLanguage/edits/roleEdits.ts';
import { editorOf } from '../editor.ts';
import { askServer, editorRange, serverPosition } from '../languageServer/askServer.ts';
import { pathInside } from '../languageServer/protocol.ts';
import { documentOf } from './documentOf.ts';
import { rangeIn } from './ranges.ts';
import type { Provider } from './registerLanguageFeatures.ts';
import { resolveImport } from './resolveImport.ts';
import { signalOf } from './signalOf.ts';

/** Definitions in this file and in imported ones, every use of a role, and renaming it. */
export function provideDefinitions(provider: Provider): void {
  const { app, monaco, models } = provider;
  const { files } = editorOf(app);

  /** What the language server knows of places inside the project; other files are not opened here. */
  async function fromServer(
    path: string,
    position: Position,
    signal: AbortSignal,
  ): Promise<languages.Location[]> {
    const found =
      (await askServer(app, (server) => server.definition(path, serverPosition(position), signal))) ?? [];
    const { directory } = files.getState();
    const places = await Promise.all(
      found.map(async ({ uri, range }) => {
        const inside = directory === null ? null : pathInside(directory, uri);
        const file = inside === null ? null : await files.open(inside).catch(() => null);
        return file === null ? [] : [{ uri: models.of(file).uri, range: editorRange(range) }];
      }),
    );
    return places.flat();
  }

  monaco.languages.registerDefinitionProvider(nixLanguageName, {
    async provideDefinition(model, position, token) {
      const document = documentOf(provider, model);
      if (document === null) return null;
      const target = definitionAt(document.parsed, model.getOffsetAt(position));
      if (target === null) return fromServer(document.path, position, signalOf(token));
      if (target.kind === 'here') return { uri: model.uri, range: rangeIn(model, target.range) };
      for (const path of resolveImport(document.path, target.path)) {
        const file = await files.open(path).catch(() => null);
        if (file === null) continue;
        return { uri: models.of(file).uri, range: new monaco.Range(1, 1, 1, 1) };
      }
      return null;
    },
  });

  monaco.editor.registerEditorOpener({
    openCodeEditor(_, uri, where) {
      const path = models.pathOf({ uri });
      if (path === null) return false;
      const position =
        where === undefined
          ? undefined
          : 'lineNumber' in where
            ? { line: where.lineNumber, column: where.column }
            : { line: where.startLineNumber, column: where.startColumn };
      void app.commands.execute(frameCommands.showFile, {
        file: path,
        ...(position === undefined ? {} : { position }),
      });
      return true;
    },
  });

  monaco.languages.registerReferenceProvider(nixLanguageName, {
    provideReferences(model, position) {
      const parsed = documentOf(provider, model)?.parsed;
      if (parsed === undefined) return [];
      const construct = constructAt(parsed, model.getOffsetAt(position));
      if (construct.kind !== 'role') return [];
      return findRoleUses(parsed, readSource(parsed), construct.role).map((use) => ({
        uri: model.uri,
        range: rangeIn(model, use),
      }));
    },
  });

  monaco.languages.registerRenameProvider(nixLanguageName, {
    resolveRenameLocation(model, position) {
      const parsed = documentOf(provider, model)?.parsed;
      const construct = parsed && constructAt(parsed, model.getOffsetAt(position));
      if (construct?.kind === 'role') return { range: rangeIn(model, construct.range), text: construct.role };
      const nowhere = { range: new monaco.Range(1, 1, 1, 1), text: '' };
      return { ...nowhere, rejectReason: 'Only roles can be renamed: put the cursor on the name of one.' };
    },
    provideRenameEdits(model, position, newName) {
      const document = documentOf(provider, model);
      const construct = document && constructAt(document.parsed, model.getOffsetAt(position));
      if (document === null || construct?.kind !== 'role') return { edits: [] };
      try {
        const edits = renameRole(document.parsed, construct.role, newName);
        return {
          edits: edits.map(({ offset, length, text }) => ({
            resource: model.uri,
            versionId: model.getVersionId(),
            textEdit: { range: rangeIn(model, { start: offset, end: offset + length }), text },
          })),
        };
      } catch (thrown) {
        const { message, hint } = toAppError(thrown);
        return { edits: [], rejectReason: hint === undefined ? message : `${message} ${hint}` };
      }
    },
  });
}
