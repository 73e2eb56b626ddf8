import { describe, expect, test } from 'vitest';
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import {
  currentStep,
  noOperations,
  type Operation,
  type OperationsEvent,
  type OperationsState,
  operationOn,
  outcomeOf,
  reduceOperations,
} from './operations.ts';

const docker: Target = { directory: '/lab', composition: 'composition', flavour: 'docker' };
const vm: Target = { ...docker, flavour: 'vm' };

const operation = (target: Target, id = 'one'): Operation => ({
  id,
  target,
  steps: [{ kind: 'build' }, { kind: 'start', reuse: true }],
  current: 0,
  jobs: [],
  startedAt: 1,
  cancelling: false,
});

const stateAfter = (...events: readonly OperationsEvent[]): OperationsState =>
  events.reduce(reduceOperations, noOperations);

const built: OperationsEvent = {
  type: 'step-ended',
  id: 'one',
  outcome: {
    kind: 'build',
    target: docker,
    job: 'a',
    at: 2,
    durationMs: 1,
    end: {
      problem: null,
      result: {
        target: docker,
        outLink: null,
        storePath: null,
        derivationsBuilt: 1,
        durationMs: 1,
        wouldBuild: [],
      },
    },
  },
};

describe('operations', () => {
  test('a step that went well leads to the next', () => {
    const state = stateAfter(
      { type: 'began', operation: operation(docker) },
      { type: 'job-began', id: 'one', job: 'a' },
      built,
    );
    const one = operationOn(state, docker);
    expect(one?.jobs).toEqual(['a']);
    expect(one === null ? null : currentStep(one)).toEqual({ kind: 'start', reuse: true });
    expect(outcomeOf(state, docker, 'build')?.durationMs).toBe(1);
    expect(outcomeOf(state, docker, 'start')).toBeNull();
    expect(outcomeOf(state, vm, 'build')).toBeNull();
  });

  test('a step that failed leads nowhere and is remembered', () => {
    const problem = new AppError('nix-build', 'No.').toJSON();
    const state = stateAfter(
      { type: 'began', operation: operation(docker) },
      { ...built, outcome: { ...built.outcome, end: { problem } } as typeof built.outcome },
    );
    expect(operationOn(state, docker)?.current).toBe(0);
    expect(outcomeOf(state, docker, 'build')?.end.problem).toEqual(problem);
  });

  test('one target has one operation at a time, others have their own', () => {
    const state = stateAfter(
      { type: 'began', operation: operation(docker) },
      { type: 'began', operation: operation(docker, 'two') },
      { type: 'began', operation: operation(vm, 'three') },
      { type: 'cancelling', id: 'three' },
    );
    expect(state.operations.map(({ id, cancelling }) => [id, cancelling])).toEqual([
      ['one', false],
      ['three', true],
    ]);
    expect(operationOn(reduceOperations(state, { type: 'ended', id: 'one' }), docker)).toBeNull();
  });
});
