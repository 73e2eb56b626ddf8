import type { CompositionOutline } from '#shared/nixLanguage/composition/outline.ts';

/**
 * The file of one of several compositions, relative to the project; null when it is not a path that can be followed.
 *
 * @param path of the file that lists the compositions, relative to the project
 */
export function compositionPath(
  path: string,
  { compositions }: Pick<CompositionOutline, 'compositions'>,
  name: string,
): string | null {
  const wanted = compositions.find((composition) => composition.name === name)?.path;
  if (wanted == null || !wanted.startsWith('.')) return null;
  const parts = path.split('/').slice(0, -1);
  for (const part of wanted.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  const last = parts.at(-1);
  if (last === undefined) return null;
  return last.endsWith('.nix') ? parts.join('/') : [...parts, 'default.nix'].join('/');
}
