import { expect, test } from 'vitest';
import type { Statement } from '../testRuns.ts';
import { resultsByLine } from './lineResults.ts';

const statement = (
  line: number | null,
  state: Statement['state'],
  more: Partial<Statement> = {},
): Statement => ({
  ...{ id: 0, parent: null, kind: 'call', node: null, text: '', startedAt: 0, durationMs: 5 },
  ...{ line, state, ...more },
});

test('a line is as good as the worst of what it did', () => {
  const results = resultsByLine({
    failedLine: 5,
    statements: [
      statement(1, 'passed'),
      statement(1, 'passed'),
      statement(2, 'failed'),
      statement(2, 'passed'),
      statement(3, 'passed'),
      statement(3, 'running', { durationMs: 0 }),
      statement(4, 'passed', { kind: 'log' }),
      statement(null, 'failed'),
    ],
  });
  expect([...results]).toEqual([
    [1, { state: 'passed', durationMs: 10, times: 2 }],
    [2, { state: 'failed', durationMs: 10, times: 2 }],
    [3, { state: 'running', durationMs: 5, times: 2 }],
    [5, { state: 'failed', durationMs: 0, times: 1 }],
  ]);
});
