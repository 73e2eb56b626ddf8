/** Builds that are ended in the middle, and builds that meet, with the real Nix. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processesWith } from '../nix/testing/processes.ts';
import {
  createWorkbench,
  options,
  recording,
  targetIn,
  type Workbench,
  withBuilder,
} from './testing/workbench.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

const build = (directory: string, work = recording()) =>
  bench.builds.build(targetIn(directory), options(), work);

test('cancelling leaves nothing that runs, and the next build goes through', async () => {
  // Not in any other process's arguments, so that it is found again.
  const sleep = `sleep 901${process.pid}`;
  const directory = await bench.makeProject(withBuilder(`echo ready; ${sleep}`, bench.root));
  const abort = new AbortController();
  const work = recording(abort.signal);
  const building = build(directory, {
    ...work,
    report(progress) {
      if (progress.type === 'log' && progress.line === 'ready') abort.abort();
    },
  });
  await expect(building).rejects.toMatchObject({ code: 'cancelled' });
  expect(processesWith(sleep)).toEqual([]);
  expect(processesWith(directory)).toEqual([]);
  expect(await bench.builds.read(targetIn(directory))).toEqual({ state: 'never' });
  await writeFile(join(directory, 'composition.nix'), withBuilder('echo > $out', `${bench.root}1`));
  await build(directory);
});

test('kill -9 of our process does not keep the next one from building', async () => {
  const directory = await bench.makeProject(
    withBuilder('echo ready; sleep 2; echo > $out', `${bench.root}2`),
  );
  const workbench = join(import.meta.dirname, 'testing/workbench.ts');
  const script = `
    const { createWorkbench, options, targetIn } = await import(${JSON.stringify(workbench)});
    const bench = await createWorkbench();
    const report = (progress) => { if (progress.line === 'ready') console.log('ready'); };
    await bench.builds.build(targetIn(${JSON.stringify(directory)}), options(), { signal: new AbortController().signal, report });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // What it makes in there is removed with the rest.
    env: { ...process.env, TMPDIR: bench.root },
  });
  await firstOutput(child);
  child.kill('SIGKILL');
  await build(directory);
  expect(await bench.builds.read(targetIn(directory))).toMatchObject({ state: 'built', stale: false });
});

test('two builds of one target at the same moment both succeed', async () => {
  const directory = await bench.makeProject(withBuilder('sleep 1; echo > $out', `${bench.root}3`));
  const other = await createWorkbench();
  try {
    const [first, second] = await Promise.all([
      build(directory),
      other.builds.build(targetIn(directory), options(), recording()),
    ]);
    expect(first.storePath).toBe(second.storePath);
    expect(await bench.builds.read(targetIn(directory))).toMatchObject({ state: 'built', stale: false });
  } finally {
    await other.close();
  }
});

async function firstOutput(child: ChildProcess): Promise<void> {
  let heard = false;
  child.stdout?.once('data', () => {
    heard = true;
  });
  while (!heard) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before it built anything`);
    await delay(20);
  }
}
