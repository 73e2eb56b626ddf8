import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Deployment, NodeState, TargetStatus } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { cellWords, matrixOf, moved } from './matrix.ts';

test('rows and columns are all that is offered or there', () => {
  const matrix = matrixOf(
    [
      { composition: 'slurm', flavour: 'vm' },
      { composition: 'oar', flavour: 'docker' },
    ],
    [{ composition: 'old', flavour: 'docker' }],
  );
  expect(matrix.compositions).toEqual(['oar', 'old', 'slurm']);
  expect(matrix.flavours).toEqual(['docker', 'vm']);
  expect(matrix.has('slurm', 'vm')).toBe(true);
  expect(matrix.has('slurm', 'docker')).toBe(false);
});

function status(build: TargetStatus['build'], deployment: Deployment | null = null): TargetStatus {
  return { composition: 'composition', flavour: 'docker', build, builtAt: 1, deployment };
}

const down = new AppError('daemon-unreachable', 'Docker does not answer.').toJSON();

const running: NodeState = { state: 'running', address: null, since: 1 };

function deployed(freshness: Deployment['freshness'], ...states: readonly NodeState[]): TargetStatus {
  return status('built', {
    target: { directory: '/lab', composition: 'composition', flavour: 'docker' },
    identifier: 'lab',
    nodes: states.map((one, index) => ({ name: `node${index}`, role: 'node', status: one })),
    composeInfo: '',
    startedAt: 1,
    freshness,
    publishedPorts: [],
  });
}

test.each([
  [undefined, 'Never built', 'absent'],
  [status('never'), 'Never built', 'absent'],
  [{ ...status('built'), problem: down }, 'Not known', 'stale'],
  [status('built'), 'Built', 'running'],
  [status('stale'), 'Stale', 'stale'],
  [status('broken'), 'Gone', 'failed'],
  [deployed('current', running, running), 'Running', 'running'],
  [deployed('stale', running), 'Running', 'stale'],
  [deployed('lost', { state: 'absent' }), 'Lost', 'failed'],
  [deployed('current', running, { state: 'exited', exitCode: 1, at: 1 }), 'Failed', 'failed'],
  [deployed('current', running, { state: 'starting' }), 'Changing', 'working'],
] as const)('a cell of %j says %s', (of, word, state) => {
  expect(cellWords(of, 'just now')).toMatchObject({ word, state });
});

test('no key leads out of the grid', () => {
  const keys = fc.constantFrom(
    'ArrowUp',
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'Home',
    'End',
    'PageUp',
    'PageDown',
    'a',
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.array(keys),
      (rows, columns, pressed) => {
        let place = { row: 0, column: 0 };
        for (const key of pressed) place = moved(place, key, rows, columns) ?? place;
        expect(place.row).toBeGreaterThanOrEqual(0);
        expect(place.row).toBeLessThan(rows);
        expect(place.column).toBeGreaterThanOrEqual(0);
        expect(place.column).toBeLessThan(columns);
      },
    ),
  );
});
