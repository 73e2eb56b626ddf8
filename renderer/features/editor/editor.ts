/** The editor's state in one window, and how other features reach it. */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { createDrafts } from './files/drafts.ts';
import { createOpenFiles, type OpenFiles } from './files/openFiles.ts';
import type { LanguageDocument } from './language/languageDocument.ts';
import { createLanguageService, type LanguageService } from './language/languageService.ts';

export interface Editor {
  readonly files: OpenFiles;
  readonly language: LanguageService;
}

/** The one editor of a window. */
export const editorOf = perApp<Editor>(({ client }) => {
  const files = createOpenFiles(
    client,
    createDrafts(() => localStorage),
  );
  return { files, language: createLanguageService(files) };
});

/** What the text of a file of the open project says; draws again with every keystroke that changes it. */
export function useLanguageDocument(app: AppContext, path: string): LanguageDocument | null {
  return useSlice(editorOf(app).language.document(path), whole);
}

const whole = (document: LanguageDocument | null): LanguageDocument | null => document;
