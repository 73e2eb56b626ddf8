import { expect, test } from 'vitest';
import type { ProgressEntry } from '#renderer/features/run/jobFeed.ts';
import type { TimelineEntry } from '#shared/contract/tests.ts';
import { fromEntry, reduceTestRuns, type Statement } from './testRuns.ts';

type Told = Partial<Omit<Statement, 'startedAt'>> & Pick<Statement, 'id' | 'state'>;

const entry = (at: number, told: Told): ProgressEntry => ({
  sequence: at,
  at,
  progress: {
    ...{ type: 'statement', parent: null, kind: 'call', line: null, node: null, text: `${told.id}` },
    ...told,
  },
});

const reduce = (...entries: readonly ProgressEntry[]) =>
  reduceTestRuns({ runs: {} }, { job: 'one', kind: 'test', entries }, 8).runs.one;

test('a statement keeps its place and its beginning when it ends', () => {
  const run = reduce(
    entry(1, { id: 0, state: 'running', kind: 'subtest' }),
    entry(2, { id: 1, state: 'running', parent: 0 }),
    entry(3, { id: 1, state: 'passed', parent: 0, durationMs: 1, output: 'hello' }),
    entry(4, { id: 0, state: 'failed', kind: 'subtest' }),
  );
  expect(run?.statements.map(({ id, state, startedAt }) => [id, state, startedAt])).toEqual([
    [0, 'failed', 1],
    [1, 'passed', 2],
  ]);
});

test('a run knows its name and its script as soon as they are told', () => {
  const script = { type: 'script', run: 'now', source: 'x', position: null } as const;
  expect(reduce({ sequence: 0, at: 0, progress: script })?.script).toMatchObject({ run: 'now', source: 'x' });
});

test('old runs are forgotten', () => {
  let state = { runs: {} };
  for (let run = 0; run < 20; run++) {
    const entries = [entry(1, { id: 0, state: 'passed' })];
    state = reduceTestRuns(state, { job: `job ${run}`, kind: 'test', entries }, 8);
  }
  expect(Object.keys(state.runs)).toHaveLength(8);
  expect(Object.keys(state.runs).at(-1)).toBe('job 19');
});

test('a statement that was kept is one that was told', () => {
  const kept: TimelineEntry = {
    ...{ id: 0, parent: null, kind: 'call', state: 'passed', line: 1, node: 'server', text: 'x' },
    ...{ command: null, output: '', startedAt: 5, durationMs: null },
  };
  expect(fromEntry(kept)).toEqual({
    ...{
      id: 0,
      parent: null,
      kind: 'call',
      state: 'passed',
      line: 1,
      node: 'server',
      text: 'x',
      startedAt: 5,
    },
  });
});
