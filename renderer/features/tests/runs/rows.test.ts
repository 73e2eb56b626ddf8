import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from '../testRuns.ts';
import { callOfFailure, everything, failedGroup, filterRows, toRows } from './rows.ts';

type Told = Partial<Statement> & Pick<Statement, 'id'>;

const statement = (told: Told): Statement => ({
  ...{
    parent: null,
    kind: 'call',
    state: 'passed',
    line: null,
    node: null,
    text: `${told.id}`,
    startedAt: 0,
  },
  ...told,
});

const nested = [
  statement({ id: 0, state: 'failed', kind: 'subtest' }),
  statement({ id: 1, parent: 0, node: 'server', output: 'Hello' }),
  statement({ id: 2, parent: 0, state: 'failed', kind: 'subtest' }),
  statement({ id: 3, parent: 2, state: 'failed', node: 'client', command: 'wget server' }),
  statement({ id: 4, kind: 'log' }),
];

const shown = (filter: Partial<typeof everything>): number[] =>
  filterRows(toRows(nested), { ...everything, ...filter }).map(({ statement: { id } }) => id);

test('rows know the groups around them', () => {
  expect(toRows(nested).map(({ depth, groups }) => [depth, groups])).toEqual([
    [0, []],
    [1, [0]],
    [1, [0]],
    [2, [0, 2]],
    [0, []],
  ]);
});

test('rows are filtered by failure, node and words, and keep the groups around them', () => {
  expect(shown({})).toEqual([0, 1, 2, 3, 4]);
  expect(shown({ failedOnly: true })).toEqual([0, 2, 3]);
  expect(shown({ node: 'server' })).toEqual([0, 1]);
  expect(shown({ text: ' WGET ' })).toEqual([0, 2, 3]);
  expect(shown({ text: 'hello', node: 'client' })).toEqual([]);
});

test('a filter takes rows away and does nothing else', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.constantFrom(null, 'server', 'client'),
      fc.string(),
      (failedOnly, node, text) => {
        const found = shown({ failedOnly, node, text });
        expect(found).toEqual(found.toSorted((one, other) => one - other));
        expect(filterRows(toRows(nested), { failedOnly, node, text: '' }).length).toBeGreaterThanOrEqual(
          found.length,
        );
      },
    ),
  );
});

test('a failure is about the call that failed, or the one before an assertion', () => {
  expect(callOfFailure(nested)?.id).toBe(3);
  expect(callOfFailure(nested.slice(0, 2))?.id).toBe(1);
  expect(callOfFailure([])).toBeNull();
  expect(failedGroup(nested)?.id).toBe(2);
  expect(failedGroup([])).toBeNull();
});
