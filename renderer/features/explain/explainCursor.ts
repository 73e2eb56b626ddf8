import type { AppContext } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { isModuleFile } from '#renderer/features/editor/language/isModuleFile.ts';
import type { Cursor } from '#renderer/features/editor/view.ts';
import type { Explanation } from './explanation.ts';
import { explanationAt } from './explanationAt.ts';

/** Explains what a place of an open file means; `null` where there is nothing to say. */
export function explainCursor(
  app: AppContext,
  { path, offset }: Pick<Cursor, 'path' | 'offset'>,
): Explanation | null {
  if (!path.endsWith('.nix')) return null;
  const document = editorOf(app).language.current(path);
  if (document === null) return null;
  const isFlake = path === 'flake.nix' || path.endsWith('/flake.nix');
  const file = isFlake ? 'flake' : isModuleFile(app, document) ? 'module' : 'composition';
  return explanationAt(document.parsed, offset, file);
}
