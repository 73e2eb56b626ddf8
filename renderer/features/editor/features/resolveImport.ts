/**
 * The files that a relative path can mean, likeliest first; none for paths that leave the project.
 *
 * @param from the file that it is written in, relative to the project
 */
export function resolveImport(from: string, path: string): string[] {
  if (!path.startsWith('.')) return [];
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return [];
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  const resolved = parts.join('/');
  const inFolder = resolved === '' ? 'default.nix' : `${resolved}/default.nix`;
  return resolved === '' || path.endsWith('/') ? [inFolder] : [resolved, inFolder];
}
