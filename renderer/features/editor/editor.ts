/** The editor's state in one window, and how other features reach it. */
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { loadMonaco, type Monaco } from '#renderer/platform/monaco/loadMonaco.ts';
import { type Slice, useSlice } from '#renderer/store/slice.ts';
import type { TextEdit } from '#shared/nixLanguage/text/textEdit.ts';
import { createDrafts, type Drafts } from './files/drafts.ts';
import { createOpenFiles, type OpenFiles } from './files/openFiles.ts';
import type { LanguageDocument } from './language/languageDocument.ts';
import { createLanguageService, type LanguageService } from './language/languageService.ts';
import { createModels, type Models } from './models.ts';
import {
  createEditors,
  createEditorView,
  type Editors,
  type EditorView,
  type EditorViewEvent,
} from './view.ts';

export interface Editor {
  readonly files: OpenFiles;
  readonly drafts: Drafts;
  readonly language: LanguageService;
  readonly view: Slice<EditorView, EditorViewEvent>;
  readonly editors: Editors;
  /** Loads the code editor; the first call takes a moment. */
  load(): Promise<LoadedMonaco>;
}

export interface LoadedMonaco {
  readonly monaco: Monaco;
  readonly models: Models;
}

/** The one editor of a window. */
export const editorOf = perApp<Editor>(({ client, notifications }) => {
  let isTold = false;
  const drafts = createDrafts(client, (path, problem) => {
    // Once says it: the next key would only fail for the same reason.
    if (!isTold) notifications.fail(`Unsaved text of ${path} cannot be kept`, problem);
    isTold = true;
  });
  const files = createOpenFiles(client, drafts);
  let loaded: LoadedMonaco | undefined;
  return {
    files,
    drafts,
    language: createLanguageService(files),
    view: createEditorView(),
    editors: createEditors(),
    async load() {
      const monaco = await loadMonaco();
      loaded ??= { monaco, models: createModels(monaco, files) };
      return loaded;
    },
  };
});

/** What the text of a file of the open project says; draws again with every keystroke that changes it. */
export function useLanguageDocument(app: AppContext, path: string): LanguageDocument | null {
  return useSlice(editorOf(app).language.document(path), whole);
}

const whole = (document: LanguageDocument | null): LanguageDocument | null => document;

/**
 * Edits a file of the open project as one step that can be undone like typing. The file's tab is opened behind the
 * others, so that the unsaved mark is seen.
 */
export async function editText(app: AppContext, path: string, edits: readonly TextEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const { files, load } = editorOf(app);
  const [{ models }, file] = await Promise.all([load(), files.open(path)]);
  models.of(file);
  file.buffer.edit(edits);
  openTab(app, path, { inBackground: true });
}

/** The panel that shows a file. */
export const editorPanel = 'editor';

interface Reveal {
  readonly line?: number;
  readonly column?: number;
  readonly inBackground?: boolean;
  /** Nobody asked for it: it does not take the keyboard from a menu that is in use when the text is there. */
  readonly isUnasked?: boolean;
}

export function openTab(
  { panels }: AppContext,
  path: string,
  { line, column, inBackground, isUnasked = false }: Reveal = {},
): void {
  panels.open(editorPanel, {
    instance: path,
    title: path.slice(path.lastIndexOf('/') + 1),
    inBackground: inBackground ?? false,
    ...(inBackground === true
      ? {}
      : // The number makes each wish a new one, so that the same place can be wished for twice.
        {
          parameters: {
            ...(line === undefined ? {} : { line, column: column ?? 1 }),
            wish: Date.now(),
            isUnasked,
          },
        }),
  });
}

/** Gives the keyboard back to a file's text, e.g. after a question about it was answered. */
export function focusText(app: AppContext, path: string): void {
  // A dialog that closes moves the keyboard itself, and does so last.
  setTimeout(() => editorOf(app).editors.find(path)?.focus());
}

/** Shows a place in a file, by the command that everyone uses for it. */
export function showPlace(app: AppContext, path: string, line: number, column: number): void {
  void app.commands.execute(frameCommands.showFile, { file: path, position: { line, column } });
}
