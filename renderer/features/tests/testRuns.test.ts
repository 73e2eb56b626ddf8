import { expect, test } from 'vitest';
import type { ProgressEntry } from '#renderer/features/run/jobFeed.ts';
import type { Statement } from './testRuns.ts';
import { firstFailure, reduceTestRuns, toRows } from './testRuns.ts';

type Told = Partial<Omit<Statement, 'startedAt'>> & Pick<Statement, 'id' | 'state'>;

const entry = (at: number, told: Told): ProgressEntry => ({
  sequence: at,
  at,
  progress: {
    type: 'statement',
    parent: null,
    kind: 'call',
    line: null,
    node: null,
    text: `${told.id}`,
    ...told,
  },
});

const runOf = (...entries: readonly ProgressEntry[]) =>
  reduceTestRuns({ runs: {} }, { job: 'one', kind: 'test', entries }).runs.one?.statements ?? [];

const nested = runOf(
  entry(1, { id: 0, state: 'running', kind: 'subtest' }),
  entry(2, { id: 1, state: 'running', parent: 0 }),
  entry(3, { id: 1, state: 'passed', parent: 0, durationMs: 1, output: 'hello' }),
  entry(4, { id: 2, state: 'running', parent: 0, kind: 'subtest' }),
  entry(5, { id: 3, state: 'failed', parent: 2 }),
  entry(6, { id: 2, state: 'failed', parent: 0, kind: 'subtest' }),
  entry(7, { id: 0, state: 'failed', kind: 'subtest' }),
);

test('a statement keeps its place and its beginning when it ends', () => {
  expect(nested.map(({ id, state, startedAt }) => [id, state, startedAt])).toEqual([
    [0, 'failed', 1],
    [1, 'passed', 2],
    [2, 'failed', 4],
    [3, 'failed', 5],
  ]);
});

test('rows know the groups around them', () => {
  expect(toRows(nested).map(({ depth, groups }) => [depth, groups])).toEqual([
    [0, []],
    [1, [0]],
    [1, [0]],
    [2, [0, 2]],
  ]);
});

test('the call that failed is found, not the groups that failed with it', () => {
  expect(firstFailure(nested)?.id).toBe(3);
  expect(firstFailure(runOf(entry(1, { id: 0, state: 'passed' })))).toBeNull();
});

test('other jobs are left out, and old runs are forgotten', () => {
  const build = { job: 'two', kind: 'build', entries: [entry(1, { id: 0, state: 'passed' })] } as const;
  expect(reduceTestRuns({ runs: {} }, build).runs).toEqual({});
  let state = { runs: {} };
  for (let run = 0; run < 20; run++) {
    state = reduceTestRuns(state, {
      job: `job ${run}`,
      kind: 'test',
      entries: [entry(1, { id: 0, state: 'passed' })],
    });
  }
  expect(Object.keys(state.runs)).toHaveLength(8);
  expect(Object.keys(state.runs).at(-1)).toBe('job 19');
});
