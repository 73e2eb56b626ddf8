import type { AppContext } from '#renderer/app/context.ts';
import { editorOf } from '../editor.ts';
import type { LanguageDocument } from './languageDocument.ts';

/** A file without roles that some composition's role imports is a module. */
export function isModuleFile(app: AppContext, document: LanguageDocument): boolean {
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
