import type { LanguageService } from '#renderer/features/editor/language/languageService.ts';
import type { Cursor } from '#renderer/features/editor/view.ts';
import type { Explanation } from './explanation.ts';
import { explanationAt } from './explanationAt.ts';

/** Explains what a place of an open file means; `null` where there is nothing to say. */
export function explainCursor(
  language: LanguageService,
  { path, offset }: Pick<Cursor, 'path' | 'offset'>,
): Explanation | null {
  if (!path.endsWith('.nix')) return null;
  const document = language.current(path);
  const isFlake = path === 'flake.nix' || path.endsWith('/flake.nix');
  return document === null ? null : explanationAt(document.parsed, offset, isFlake ? 'flake' : 'nix');
}
