/** Where an offset lies: the nodes around it, the names known there, and the attribute path that leads to it. */
import { Scope } from '../composition/scope.ts';
import type { NixDocument } from '../syntax/document.ts';
import type { AnyBinding, AttributeName } from '../syntax/tree.ts';
import { nodesAt, type TreeNode } from '../syntax/visit.ts';
import { touches } from '../text/range.ts';

export interface Place {
  /** From the root to the innermost. */
  readonly nodes: readonly TreeNode[];
  readonly scope: Scope;
  /**
   * The names of the bindings in whose values the offset lies, outermost first. It begins anew at a `let` binding,
   * since what that is for is said elsewhere.
   */
  readonly path: readonly AttributeName[];
  /** Whether the path begins at a `let` binding. */
  readonly isLocal: boolean;
}

/** Finds where an offset lies. */
export function placeAt(document: NixDocument, offset: number): Place {
  const nodes = nodesAt(document.root, offset);
  let scope = Scope.empty;
  let path: AttributeName[] = [];
  let isLocal = false;
  let letBindings: readonly AnyBinding[] = [];
  for (const node of nodes) {
    if (node.kind === 'let') {
      scope = scope.withBindings(node.bindings, 'let');
      letBindings = node.bindings;
    } else if (node.kind === 'set' && node.recursive) {
      scope = scope.withBindings(node.bindings, 'attribute');
    } else if (node.kind === 'function') {
      scope = scope.withArguments(node);
    } else if (node.kind === 'binding') {
      if (letBindings.includes(node)) {
        path = [];
        isLocal = true;
      }
      if (offset > node.path.end && touches(node.value, offset)) path = [...path, ...node.path.names];
    }
  }
  return { nodes, scope, path, isLocal };
}

/** Whether the offset lies in a comment, where nothing is explained or completed. */
export function isInComment({ comments, text }: NixDocument, offset: number): boolean {
  return comments.some(({ start, end }) => {
    const isOpenEnded = text.charAt(start) === '#' || end === text.length;
    return start < offset && (isOpenEnded ? offset <= end : offset < end);
  });
}
