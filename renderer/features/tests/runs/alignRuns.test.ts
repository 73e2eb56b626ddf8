import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from '../testRuns.ts';
import { alignRuns } from './alignRuns.ts';

function statement(id: number, line: number, more: Partial<Statement> = {}): Statement {
  return {
    ...{ id, line, parent: null, kind: 'call', state: 'passed', node: 'server', text: `call ${line}` },
    ...{ startedAt: id, ...more },
  };
}

const lines = (...runs: readonly (readonly Statement[])[]) =>
  alignRuns(runs).map(({ statements }) => statements.map((one) => one?.line ?? null));

test('the same statements stand side by side, loops by their rounds', () => {
  const whole = [statement(0, 1), statement(1, 2), statement(2, 2), statement(3, 3)];
  expect(lines(whole, whole.slice(0, 2))).toEqual([
    [1, 1],
    [2, 2],
    [2, null],
    [3, null],
  ]);
});

test('what one run alone has done comes after what it followed', () => {
  expect(
    lines([statement(0, 1), statement(1, 4)], [statement(0, 1), statement(1, 2), statement(2, 4)]),
  ).toEqual([
    [1, 1],
    [null, 2],
    [4, 4],
  ]);
});

test('groups hold what is theirs, and what is printed may differ', () => {
  const run = (said: string): Statement[] => [
    statement(0, 1, { kind: 'subtest', node: null, text: 'outer' }),
    statement(1, 2, { parent: 0 }),
    statement(2, 3, { parent: 0, kind: 'log', node: null, text: said }),
  ];
  expect(
    alignRuns([run('docker'), run('vm')]).map(({ depth, statements }) => [depth, statements.length]),
  ).toEqual([
    [0, 2],
    [1, 2],
    [1, 2],
  ]);
});

test('nothing is lost and nothing is doubled', () => {
  const run = fc
    .array(fc.integer({ min: 1, max: 6 }))
    .map((all) => all.map((line, id) => statement(id, line)));
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 3 }), (runs) => {
      const rows = alignRuns(runs);
      for (const [column, statements] of runs.entries()) {
        const found = rows.flatMap((row) => row.statements[column] ?? []);
        expect(new Set(found)).toEqual(new Set(statements));
        expect(found).toHaveLength(statements.length);
      }
      expect(rows.every((row) => row.statements.some((one) => one !== null))).toBe(true);
    }),
  );
});
