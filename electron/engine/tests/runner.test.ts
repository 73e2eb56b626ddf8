import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startRunner, type TestRunner } from './runner.ts';
import { findConfinement } from './sandbox/confinement.ts';
import { interpreters, startTestRunner, testRunnerOptions } from './testing/testRunner.ts';

// Interpreters are started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const setting = { nodes: ['server'], flavour: 'docker', abilities: [] } as const;

const whole = { firstLine: 1, from: 1, to: 1000, pause: false, keep: false } as const;

let directory: string;

// What the tests below begin with, if no build and no test has made it yet.
beforeAll(async () => (await startTestRunner()).close());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nxc-runner-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function run(runner: TestRunner, source: string): Promise<string | null> {
  const { failure } = await runner.run({ name: 'x.py', source, ...whole }, setting, {
    handler: { handle: async () => ({ outcome: 'value', value: null }), close: () => {} },
    print: () => {},
    signal: new AbortController().signal,
  });
  return failure === null ? null : failure.message;
}

async function usualSnapshot(): Promise<string> {
  const path = await (await testRunnerOptions()).snapshots.path();
  if (path === null) throw new Error('There is no snapshot to begin with.');
  return path;
}

test('first starts, also two at once, leave one snapshot, from which the next ones behave the same', async () => {
  const options = await testRunnerOptions({ cache: directory, built: null });
  const script =
    'import random, json, unittest\nassert json.dumps([1]) == "[1]"\nraise Exception(str(random.random()))';
  const seen: (string | null)[] = [];
  const runAndClose = async (runner: TestRunner) => {
    seen.push(await run(runner, script));
    await runner.close();
  };
  await Promise.all([startRunner(options).then(runAndClose), startRunner(options).then(runAndClose)]);
  expect(await readdir(directory)).toHaveLength(1);
  expect(await options.snapshots.path()).not.toBeNull();
  for (let count = 0; count < 2; count++) await runAndClose(await startRunner(options));
  // Different numbers: chance is not part of the snapshot.
  expect(new Set(seen).size).toBe(4);
  for (const message of seen) expect(message).toMatch(/^Exception: 0\.\d+$/);
});

test('a damaged snapshot is thrown away, one that came with the program is left, and both are done without', async () => {
  const usual = await usualSnapshot();
  const name = usual.slice(usual.lastIndexOf('/') + 1);
  const built = join(directory, 'built');
  const cache = join(directory, 'cache');
  await Promise.all([mkdir(built), mkdir(cache)]);
  for (const folder of [built, cache]) {
    await copyFile(usual, join(folder, name));
    await truncate(join(folder, name), 1000);
  }
  const options = await testRunnerOptions({ cache, built });
  const runner = await startRunner(options);
  expect(await run(runner, 'pass')).toBeNull();
  await runner.close();
  expect(await options.snapshots.path()).toBe(join(cache, name));
  expect((await stat(join(cache, name))).size).toBeGreaterThan(1_000_000);
  expect((await stat(join(built, name))).size).toBe(1000);
  await (await startRunner(options)).close();
});

test('a start that is not wanted any more ends, and leaves the snapshot alone', async () => {
  const options = await testRunnerOptions();
  await expect(startRunner(options, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  const stop = new AbortController();
  const starting = startRunner(options, stop.signal);
  await vi.waitFor(() => expect(interpreters()).toHaveLength(1), { timeout: 60_000, interval: 5 });
  stop.abort();
  await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
  expect(interpreters()).toEqual([]);
  await usualSnapshot();
});

test('without the operating system’s wall scripts run as well', async () => {
  const runner = await startRunner({
    ...(await testRunnerOptions()),
    confinement: await findConfinement(''),
  });
  expect(await run(runner, 'import os\nassert os.system("true") != 0')).toBeNull();
  await runner.close();
});

test('a busy script ends when the engine has gone', async () => {
  const engine = `
    const { startTestRunner } = await import(${JSON.stringify(join(import.meta.dirname, 'testing/testRunner.ts'))});
    const runner = await startTestRunner();
    runner.run({ name: 'x.py', source: 'print(1)\\nwhile True: pass', ...${JSON.stringify(whole)} }, { nodes: [], flavour: 'docker', abilities: [] }, {
      handler: {}, print: () => process.stdout.write(runner.pid + ' '), signal: new AbortController().signal,
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', engine], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = Number(said.toString());
  expect(() => process.kill(pid, 0)).not.toThrow();
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 60_000 });
});

test('one interpreter runs several scripts, and remembers none', async () => {
  const runner = await startTestRunner();
  expect(await runner.check({ name: 'x.py', source: 'y = x', keep: false }, setting)).toHaveLength(1);
  expect(await run(runner, 'x = 1')).toBeNull();
  expect(await run(runner, 'assert "x" not in globals()')).toBeNull();
  await runner.close();
  await expect(runner.check({ name: 'x.py', source: '', keep: false }, setting)).rejects.toMatchObject({
    code: 'internal',
  });
});
