/** A flat list of paths as a tree, and the rows of it that are to be seen. */
import type { FileEntry } from '#shared/contract/files.ts';

export interface TreeFolder {
  readonly kind: 'folder';
  readonly name: string;
  readonly path: string;
  readonly children: readonly TreeEntry[];
}

export interface TreeFile {
  readonly kind: 'file';
  readonly name: string;
  readonly path: string;
  readonly entry: FileEntry;
}

export type TreeEntry = TreeFolder | TreeFile;

export interface TreeRow {
  readonly item: TreeEntry;
  /** From 1 on, as `aria-level` counts. */
  readonly level: number;
}

/** Folders before files, each by name as people sort (`node2` before `node10`). */
export function buildTree(files: readonly FileEntry[]): readonly TreeEntry[] {
  return level(files, '');
}

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function level(files: readonly FileEntry[], parent: string): readonly TreeEntry[] {
  const inFolder = new Map<string, FileEntry[]>();
  const here: TreeFile[] = [];
  for (const entry of files) {
    const [name = '', ...deeper] = entry.path.slice(parent.length).split('/');
    if (deeper.length === 0) here.push({ kind: 'file', name, path: entry.path, entry });
    else inFolder.set(name, [...(inFolder.get(name) ?? []), entry]);
  }
  const folders = [...inFolder].map(([name, inside]): TreeFolder => {
    const path = `${parent}${name}`;
    return { kind: 'folder', name, path, children: level(inside, `${path}/`) };
  });
  const byName = (one: TreeEntry, other: TreeEntry): number => order.compare(one.name, other.name);
  return [...folders.sort(byName), ...here.sort(byName)];
}

/**
 * The rows to draw. A filter shows every file whose path holds it, with the folders on the way open.
 *
 * @param open paths of the open folders
 */
export function visibleRows(
  tree: readonly TreeEntry[],
  open: ReadonlySet<string>,
  filter: string,
): TreeRow[] {
  const wanted = filter.trim().toLowerCase();
  return rows(tree, open, wanted, 1);
}

function rows(
  tree: readonly TreeEntry[],
  open: ReadonlySet<string>,
  wanted: string,
  depth: number,
): TreeRow[] {
  return tree.flatMap((item): TreeRow[] => {
    const row = { item, level: depth };
    if (item.kind === 'file') return wanted === '' || item.path.toLowerCase().includes(wanted) ? [row] : [];
    if (wanted === '' && !open.has(item.path)) return [row];
    const inside = rows(item.children, open, wanted, depth + 1);
    return wanted !== '' && inside.length === 0 ? [] : [row, ...inside];
  });
}
