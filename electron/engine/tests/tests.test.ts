/** The service: interpreters that are started ahead of time, and what it says when there is nothing to run on. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTests } from './index.ts';
import { createScriptBench, type ScriptBench } from './testing/scriptRun.ts';
import { interpreters, snapshotCache } from './testing/testRunner.ts';

// Interpreters are started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: ScriptBench;

beforeEach(async () => {
  bench = await createScriptBench();
});

afterEach(() => bench.close());

test('preparing starts one interpreter, which the next run uses and ends', async () => {
  bench.tests.prepareRunner();
  bench.tests.prepareRunner();
  await vi.waitFor(() => expect(interpreters()).toHaveLength(1), { timeout: 60_000 });
  const prepared = interpreters();
  const running: number[][] = [];
  const { result } = await bench.runAlone('print(1)', {
    onProgress: (told) => {
      if (told.at(-1)?.type === 'statement') running.push(interpreters());
    },
  });
  expect(result.passed).toBe(true);
  expect(running).toEqual([prepared]);
  expect(interpreters()).toEqual([]);
});

test('one that was prepared and died is not missed', async () => {
  bench.tests.prepareRunner();
  await vi.waitFor(() => expect(interpreters()).toHaveLength(1), { timeout: 60_000 });
  for (const id of interpreters()) process.kill(id, 'SIGKILL');
  expect((await bench.runAlone('pass')).result.passed).toBe(true);
});

test('closing ends one that is still starting', async () => {
  bench.tests.prepareRunner();
  await vi.waitFor(() => expect(interpreters()).toHaveLength(1), { timeout: 60_000, interval: 5 });
  await bench.tests.close();
  expect(interpreters()).toEqual([]);
});

test('a run that is cancelled before its interpreter is ready ends', async () => {
  bench.tests.prepareRunner();
  const run = bench.runAlone('pass', { signal: AbortSignal.abort() });
  await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  expect(interpreters()).toEqual([]);
});

test('where nothing runs, no script does, and the error says how to start', async () => {
  const tests = createTests({
    flavour: async () => bench.nodes,
    deployment: async () => null,
    nixosTests: () => Promise.reject(new Error('no test of this bench is built')),
    cacheDirectory: snapshotCache,
  });
  const target = { directory: bench.project, composition: 'composition', flavour: 'docker' } as const;
  const run = tests.run({ target }, { signal: new AbortController().signal, report: () => {} });
  await expect(run).rejects.toMatchObject({
    code: 'not-found',
    hint: expect.stringContaining('nxc start -f docker'),
  });
  expect(interpreters()).toEqual([]);
});
