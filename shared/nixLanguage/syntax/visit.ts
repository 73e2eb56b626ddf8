/** Going through the tree without knowing every kind of node. */
import { touches } from '../text/range.ts';
import type { AnyBinding, AttributePath, Expression } from './tree.ts';

export type TreeNode = Expression | AnyBinding;

/** Calls `visit` with each node right below `node`, in the order of the text. */
export function forEachChild(node: TreeNode, visit: (child: TreeNode) => void): void {
  switch (node.kind) {
    case 'identifier':
    case 'number':
    case 'uri':
    case 'missing':
      return;
    case 'string':
      for (const part of node.parts) if (part.kind === 'interpolation') visit(part.expression);
      return;
    case 'path':
      for (const part of node.interpolations) visit(part.expression);
      return;
    case 'list':
      node.elements.forEach(visit);
      return;
    case 'set':
      node.bindings.forEach(visit);
      return;
    case 'binding':
      visitNames(node.path.names, visit);
      visit(node.value);
      return;
    case 'inherit':
      if (node.source !== null) visit(node.source);
      visitNames(node.names, visit);
      return;
    case 'let':
      node.bindings.forEach(visit);
      visit(node.body);
      return;
    case 'with':
      visit(node.environment);
      visit(node.body);
      return;
    case 'assert':
      visit(node.condition);
      visit(node.body);
      return;
    case 'if':
      visit(node.condition);
      visit(node.consequence);
      visit(node.alternative);
      return;
    case 'function':
      for (const formal of node.formals?.names ?? []) if (formal.fallback !== null) visit(formal.fallback);
      visit(node.body);
      return;
    case 'application':
      visit(node.function);
      visit(node.argument);
      return;
    case 'selection':
      visit(node.subject);
      visitNames(node.path.names, visit);
      if (node.fallback !== null) visit(node.fallback);
      return;
    case 'attribute-test':
      visit(node.subject);
      visitNames(node.path.names, visit);
      return;
    case 'unary':
      visit(node.operand);
      return;
    case 'binary':
      visit(node.left);
      visit(node.right);
      return;
    case 'parenthesized':
      visit(node.inner);
  }
}

function visitNames(names: AttributePath['names'], visit: (child: TreeNode) => void): void {
  for (const { expression } of names) if (expression !== null) visit(expression);
}

/** Calls `visit` with `root` and everything below it, outer nodes first. */
export function visitAll(root: TreeNode, visit: (node: TreeNode) => void): void {
  visit(root);
  forEachChild(root, (child) => visitAll(child, visit));
}

/** The nodes that `offset` lies in or touches, from the root to the innermost. */
export function nodesAt(root: TreeNode, offset: number): TreeNode[] {
  const found: TreeNode[] = [];
  let next: TreeNode | null = root;
  while (next !== null) {
    const node: TreeNode = next;
    found.push(node);
    next = null;
    forEachChild(node, (child) => {
      // Where two touch at the offset, what begins there is meant, unless the other is all that is written.
      if (touches(child, offset) && (next === null || child.end > child.start)) next = child;
    });
  }
  return found;
}
