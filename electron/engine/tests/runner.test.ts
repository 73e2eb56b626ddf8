import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findDriverFiles } from './driverFiles.ts';
import { type RunnerOptions, startRunner, type TestRunner } from './runner.ts';
import { findConfinement } from './sandbox/confinement.ts';
import { createSnapshotCache } from './sandbox/snapshotCache.ts';

// Interpreters are started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const memoryBytes = 512 * 1024 * 1024;
const files = findDriverFiles();
const setting = { nodes: ['server'], flavour: 'docker' } as const;

let directory: string;
let options: RunnerOptions;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nxc-runner-'));
  options = {
    node: process.execPath,
    files,
    memoryBytes,
    confinement: await findConfinement(),
    snapshots: createSnapshotCache(directory, files, memoryBytes),
  };
});

afterEach(() => rm(directory, { recursive: true }));

async function run(runner: TestRunner, source: string): Promise<string | null> {
  const failure = await runner.run({ name: 'x.py', source }, setting, {
    handler: { handle: async () => ({ outcome: 'value', value: null }), close: () => {} },
    print: () => {},
    signal: new AbortController().signal,
  });
  return failure === null ? null : failure.message;
}

test('the first start keeps a snapshot, from which the next ones behave the same', async () => {
  const script =
    'import random, json, unittest\nassert json.dumps([1]) == "[1]"\nraise Exception(str(random.random()))';
  const first = await startRunner(options);
  const fresh = await run(first, script);
  await first.close();
  expect(await options.snapshots.path()).not.toBeNull();
  const seen = new Set([fresh]);
  for (let count = 0; count < 2; count++) {
    const runner = await startRunner(options);
    seen.add(await run(runner, script));
    await runner.close();
  }
  // Three different numbers: chance is not part of the snapshot.
  expect(seen.size).toBe(3);
  for (const message of seen) expect(message).toMatch(/^Exception: 0\.\d+$/);
});

test('a damaged snapshot is thrown away and made anew', async () => {
  await (await startRunner(options)).close();
  const [name = ''] = await readdir(directory);
  await truncate(join(directory, name), 1000);
  const runner = await startRunner(options);
  expect(await run(runner, 'pass')).toBeNull();
  await runner.close();
  const again = await startRunner(options);
  expect(await run(again, 'pass')).toBeNull();
  await again.close();
  expect(await readdir(directory)).toEqual([name]);
});

test('two first starts at once leave one whole snapshot', async () => {
  const runners = await Promise.all([startRunner(options), startRunner(options)]);
  for (const runner of runners) {
    expect(await run(runner, 'pass')).toBeNull();
    await runner.close();
  }
  expect(await readdir(directory)).toHaveLength(1);
});

test('without the operating system’s wall scripts run as well', async () => {
  const runner = await startRunner({ ...options, confinement: await findConfinement('') });
  expect(await run(runner, 'import os\nassert os.system("true") != 0')).toBeNull();
  await runner.close();
});

test('a busy script ends when the engine has gone', async () => {
  const engine = `
    const { startRunner } = await import(${JSON.stringify(join(import.meta.dirname, 'runner.ts'))});
    const { findDriverFiles } = await import(${JSON.stringify(join(import.meta.dirname, 'driverFiles.ts'))});
    const { findConfinement } = await import(${JSON.stringify(join(import.meta.dirname, 'sandbox/confinement.ts'))});
    const { createSnapshotCache } = await import(${JSON.stringify(join(import.meta.dirname, 'sandbox/snapshotCache.ts'))});
    const files = findDriverFiles();
    const snapshots = createSnapshotCache(${JSON.stringify(directory)}, files, ${memoryBytes});
    const runner = await startRunner({
      node: process.execPath, files, snapshots, memoryBytes: ${memoryBytes}, confinement: await findConfinement(),
    });
    runner.run({ name: 'x.py', source: 'print(1)\\nwhile True: pass' }, { nodes: [], flavour: 'docker' }, {
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
  const runner = await startRunner(options);
  expect(await runner.check({ name: 'x.py', source: 'y = x' }, setting)).toHaveLength(1);
  expect(await run(runner, 'x = 1')).toBeNull();
  expect(await run(runner, 'assert "x" not in globals()')).toBeNull();
  await runner.close();
  await expect(runner.check({ name: 'x.py', source: '' }, setting)).rejects.toMatchObject({
    code: 'internal',
  });
});
