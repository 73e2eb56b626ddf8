import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveInTree, type TreeRow } from './tree.ts';

const rows: readonly TreeRow[] = [
  { id: 10, depth: 0, isOpen: true },
  { id: 11, depth: 1, isOpen: false },
  { id: 12, depth: 1, isOpen: null },
  { id: 13, depth: 0, isOpen: false },
];

test.each([
  [10, 'ArrowDown', { to: 11 }],
  [10, 'ArrowUp', null],
  [12, 'ArrowUp', { to: 11 }],
  [11, 'Home', { to: 10 }],
  [11, 'End', { to: 13 }],
  [10, 'ArrowRight', { to: 11 }],
  [11, 'ArrowRight', { toggle: 11 }],
  [12, 'ArrowRight', null],
  [10, 'ArrowLeft', { toggle: 10 }],
  [12, 'ArrowLeft', { to: 10 }],
  [12, ' ', null],
  [13, ' ', { toggle: 13 }],
  [99, 'ArrowDown', { to: 10 }],
  [99, 'ArrowUp', null],
])('at %i %s', (at, key, wanted) => {
  expect(moveInTree(rows, at, key)).toEqual(wanted);
});

test('a move never leaves the rows', () => {
  fc.assert(
    fc.property(fc.constantFrom(...rows), fc.string(), ({ id }, key) => {
      const move = moveInTree(rows, id, key);
      if (move !== null && 'to' in move) expect(rows.map((row) => row.id)).toContain(move.to);
    }),
  );
});
