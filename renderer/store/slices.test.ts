import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deployment, TargetStatus } from '#shared/contract/deployments.ts';
import { fits, noDeployments, reduceDeployments } from './deployments.ts';
import { endedJobsKept, type JobsEvent, noJobs, reduceJobs, runningJobs } from './jobs.ts';

describe('the jobs’ summary', () => {
  const step = (job: string, title: string): JobsEvent => ({
    type: 'progressed',
    job,
    kind: 'build',
    at: 1,
    progress: { type: 'step', title },
  });

  test('begins with the first word of a job and ends with its end', () => {
    let state = reduceJobs(noJobs, step('a', 'Evaluating'));
    state = reduceJobs(state, {
      type: 'progressed',
      job: 'a',
      kind: 'build',
      at: 2,
      progress: { type: 'counts', done: 1, expected: 3, running: 2, failed: 0 },
    });
    expect(runningJobs(state)).toMatchObject([{ step: 'Evaluating', counts: { done: 1, expected: 3 } }]);
    state = reduceJobs(state, { type: 'ended', job: 'a', kind: 'build', at: 3, error: null });
    expect(runningJobs(state)).toEqual([]);
  });

  test('does not change for a line of a log', () => {
    const state = reduceJobs(noJobs, step('a', 'Building'));
    const line: JobsEvent = {
      type: 'progressed',
      job: 'a',
      kind: 'build',
      at: 2,
      progress: { type: 'log', line: 'x' },
    };
    expect(reduceJobs(state, line)).toBe(state);
  });

  test('drops what the engine no longer knows, after a lost connection', () => {
    const state = reduceJobs(reduceJobs(noJobs, step('a', 'x')), step('b', 'y'));
    const listed = reduceJobs(state, {
      type: 'listed',
      jobs: [{ job: 'b', kind: 'build', directory: '/p', startedAt: 9 }],
    });
    expect(runningJobs(listed)).toMatchObject([{ job: 'b', step: 'y', directory: '/p', startedAt: 9 }]);
  });

  test('never keeps more ended jobs than it should, and never forgets a running one', () => {
    const event = fc.record({ job: fc.integer({ min: 0, max: 60 }).map(String), ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 200 }), (events) => {
        const running = new Set<string>();
        let state = noJobs;
        for (const { job, ends } of events) {
          if (ends) running.delete(job);
          else if (state.byId[job]?.end == null) running.add(job);
          state = reduceJobs(
            state,
            ends ? { type: 'ended', job, kind: 'test', at: 1, error: null } : step(job, 's'),
          );
        }
        const all = Object.values(state.byId);
        expect(all.filter(({ end }) => end !== null).length).toBeLessThanOrEqual(endedJobsKept);
        expect(new Set(runningJobs(state).map(({ job }) => job))).toEqual(running);
      }),
    );
  });
});

describe('the deployments’ copy', () => {
  const target = { directory: '/p', composition: 'c', flavour: 'docker' } as const;
  const deployment: Deployment = {
    target,
    identifier: 'p',
    nodes: [{ name: 'a', role: 'r', status: { state: 'starting' } }],
    composeInfo: '/nix/store/x',
    startedAt: 1,
    freshness: 'current',
    publishedPorts: [],
  };
  const status: TargetStatus = {
    composition: 'c',
    flavour: 'docker',
    build: 'built',
    builtAt: 1,
    deployment,
  };
  const followed = reduceDeployments(noDeployments, { type: 'followed', directory: '/p' });
  const read = reduceDeployments(followed, { type: 'read', directory: '/p', targets: [status] });

  test('takes over the nodes of a change', () => {
    const nodes = [{ name: 'a', role: 'r', status: { state: 'stopping' as const } }];
    const state = reduceDeployments(read, { type: 'changed', target, nodes });
    expect(state.targets[0]?.deployment?.nodes).toEqual(nodes);
  });

  test('does not take nodes for a deployment that it thinks is gone', () => {
    const lost = { ...status, deployment: { ...deployment, freshness: 'lost' as const } };
    const state = reduceDeployments(followed, { type: 'read', directory: '/p', targets: [lost] });
    expect(fits(state, target)).toBe(false);
    expect(fits(read, target)).toBe(true);
  });

  test('does not take what it does not know: the snapshot must be taken again', () => {
    const other = { ...target, flavour: 'vm' as const };
    expect(fits(read, other)).toBe(false);
    expect(reduceDeployments(read, { type: 'changed', target: other, nodes: [] })).toBe(read);
    expect(reduceDeployments(read, { type: 'read', directory: '/q', targets: [] })).toBe(read);
  });
});
