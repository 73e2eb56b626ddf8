/** The statements of a run as the tree that subtests make of them. */
import type { TimelineEntry } from '#shared/contract/tests.ts';

export interface OutlineNode extends TimelineEntry {
  readonly children: readonly OutlineNode[];
}

/** Entries in the order in which they began; one whose group is not kept stands at the top. */
export function outline(entries: readonly TimelineEntry[]): OutlineNode[] {
  const nodes = new Map(entries.map((entry) => [entry.id, { ...entry, children: [] as OutlineNode[] }]));
  const top: OutlineNode[] = [];
  for (const node of nodes.values()) {
    const group = node.parent === null ? undefined : nodes.get(node.parent);
    if (group === undefined) top.push(node);
    else group.children.push(node);
  }
  return top;
}

export interface Subtest {
  /** Titles from the outermost group on. */
  readonly path: readonly string[];
  readonly node: OutlineNode;
}

/** All subtests, each after those that it lies in. */
export function subtests(nodes: readonly OutlineNode[], path: readonly string[] = []): Subtest[] {
  return nodes.flatMap((node) => {
    if (node.kind !== 'subtest') return [];
    const own = [...path, node.text];
    return [{ path: own, node }, ...subtests(node.children, own)];
  });
}
