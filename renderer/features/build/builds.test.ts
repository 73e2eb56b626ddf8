import { describe, expect, test } from 'vitest';
import type { ProgressEntry } from '#renderer/features/run/jobFeed.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { createBuildLogs } from './buildLogs.ts';
import { type BuildRunsState, inOrder, reduceBuildRuns, tally } from './buildRuns.ts';
import { median } from './buildTimes.ts';

const entries = (...all: readonly JobProgress[]): ProgressEntry[] =>
  all.map((progress, sequence) => ({ sequence, at: sequence * 10, progress }));

const derivation = (
  name: string,
  state: Extract<JobProgress, { type: 'derivation' }>['state'],
  phase?: string,
): JobProgress => ({ type: 'derivation', name, state, ...(phase === undefined ? {} : { phase }) });

const runOf = (...all: readonly JobProgress[]) =>
  reduceBuildRuns({ runs: {} }, { job: 'one', kind: 'build', entries: entries(...all) }).runs.one;

describe('a build', () => {
  const run = runOf(
    { type: 'step', title: 'Building composition::docker' },
    { type: 'command', command: 'nix build' },
    derivation('busybox', 'downloading'),
    derivation('server', 'building'),
    derivation('server', 'building', 'installPhase'),
    derivation('busybox', 'downloaded'),
    derivation('client', 'building'),
    derivation('client', 'failed'),
    derivation('etc', 'building'),
    derivation('etc', 'built'),
    { type: 'counts', done: 1, expected: 4, running: 1, failed: 1 },
  );

  test('knows the state, the phase and the times of each derivation', () => {
    expect(run?.derivations.get('server')).toEqual({
      name: 'server',
      state: 'building',
      phase: 'installPhase',
      startedAt: 30,
      endedAt: null,
    });
    expect(run?.derivations.get('busybox')).toMatchObject({
      state: 'downloaded',
      startedAt: 20,
      endedAt: 50,
    });
    expect(run?.counts).toEqual({ done: 1, expected: 4, failed: 1 });
  });

  test('puts what failed on top and what is done below what is under way', () => {
    expect(inOrder(run?.derivations ?? new Map()).map(({ name }) => name)).toEqual([
      'client',
      'server',
      'etc',
      'busybox',
    ]);
    expect(tally(run?.derivations ?? new Map())).toBe('1 failed, 1 building, 1 built, 1 downloaded');
  });

  test('other jobs are no builds, and old builds are forgotten', () => {
    expect(reduceBuildRuns({ runs: {} }, { job: 'two', kind: 'start', entries: [] }).runs).toEqual({});
    let state: BuildRunsState = { runs: {} };
    for (let job = 0; job < 10; job++) {
      state = reduceBuildRuns(state, {
        job: `job ${job}`,
        kind: 'build',
        entries: entries(derivation('a', 'built')),
      });
    }
    expect(Object.keys(state.runs)).toEqual(['job 4', 'job 5', 'job 6', 'job 7', 'job 8', 'job 9']);
  });
});

test('a log keeps its last lines, says how many are gone, and is the same object until it grows', () => {
  const logs = createBuildLogs();
  const line = (text: string): JobProgress => ({ type: 'log', line: text, source: 'server' });
  logs.add({
    job: 'one',
    kind: 'build',
    entries: entries(...Array.from({ length: 2500 }, (_, at) => line(`${at}`))),
  });
  const before = logs.read('one', 'server');
  expect(before.lines).toHaveLength(2000);
  expect(before.lines[0]).toBe('500');
  expect(before.dropped).toBe(500);
  logs.add({ job: 'one', kind: 'build', entries: entries({ type: 'log', line: 'other' }) });
  expect(logs.read('one', 'server')).toBe(before);
  logs.keepOnly([]);
  expect(logs.read('one', 'server').lines).toEqual([]);
});

test('one slow build does not change what is expected', () => {
  expect(median([])).toBeNull();
  expect(median([1000, 90_000, 1200])).toBe(1200);
});
