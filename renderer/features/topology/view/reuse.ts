/** Keeping what looks the same, so that a key pressed in the text draws only the cards that it changes. */
import type { RoleCardNode } from './RoleCard.tsx';

/** Places in the text move with every key and are no part of how a card looks. */
function looks(node: RoleCardNode): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'range' ? undefined : value));
}

const known = new WeakMap<RoleCardNode, string>();

function looksOf(node: RoleCardNode): string {
  const before = known.get(node);
  if (before !== undefined) return before;
  const text = looks(node);
  known.set(node, text);
  return text;
}

/** The new nodes, those that look as before being the objects that they were. */
export function reuseSame(before: readonly RoleCardNode[], next: readonly RoleCardNode[]): RoleCardNode[] {
  const byId = new Map(before.map((node) => [node.id, node]));
  return next.map((node) => {
    const old = byId.get(node.id);
    if (old === undefined || looksOf(old) !== looksOf(node)) return node;
    return old;
  });
}
