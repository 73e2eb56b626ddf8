/** Moving in a tree of rows by the keyboard, as trees are everywhere. */

export interface TreeRow {
  readonly id: number;
  readonly depth: number;
  /** `null` for a row that has nothing to open. */
  readonly isOpen: boolean | null;
}

export type TreeMove = { readonly to: number } | { readonly toggle: number };

/** What a key does at a row; `null` when it means nothing there. */
export function moveInTree(rows: readonly TreeRow[], at: number, key: string): TreeMove | null {
  const index = rows.findIndex(({ id }) => id === at);
  const row = rows[index];
  const go = (target: TreeRow | undefined): TreeMove | null =>
    target === undefined ? null : { to: target.id };
  if (row === undefined) return key === 'ArrowDown' || key === 'Home' ? go(rows[0]) : null;
  switch (key) {
    case 'ArrowDown':
      return go(rows[index + 1]);
    case 'ArrowUp':
      return go(rows[index - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case 'ArrowRight':
      if (row.isOpen === false) return { toggle: row.id };
      return row.isOpen === true && (rows[index + 1]?.depth ?? 0) > row.depth ? go(rows[index + 1]) : null;
    case 'ArrowLeft':
      if (row.isOpen === true) return { toggle: row.id };
      return go(rows.slice(0, index).findLast(({ depth }) => depth < row.depth));
    case ' ':
      return row.isOpen === null ? null : { toggle: row.id };
    default:
      return null;
  }
}
