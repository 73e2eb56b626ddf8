/**
 * What is selected: one role or node, everywhere at once: in the text, in the picture, among the terminals. The
 * workspace holds it (`workspace.select`, `workspace.getState().selection`).
 */

/** Who selected. A view that follows the selection does not scroll or jump because of what it said itself. */
export type SelectionSource = 'editor' | 'topology' | 'terminals' | 'other';

export interface Selection {
  readonly role: string | null;
  /** A node of that role; `null` when the role as a whole is meant. */
  readonly node: string | null;
  readonly source: SelectionSource;
}

export const nothingSelected: Selection = { role: null, node: null, source: 'other' };

/** Whether both mean the same, whoever selected it. */
export function selectsSame(one: Selection, other: Selection): boolean {
  return one.role === other.role && one.node === other.node;
}
