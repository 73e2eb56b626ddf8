/** Networks that are slow, or lose what they are given. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { recordWork } from '../../docker/testing/work.ts';
import { findProcess, findProcessesBelow, killProcesses } from '../state/processes.ts';
import { createMachineBench, type MachineProject } from '../testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;
let project: MachineProject;

beforeEach(async () => {
  project = await bench.makeProject();
  await bench.start(project);
});

const none = { delayMs: 0, lossPercent: 0 };
const shape = (node: string, fault: Partial<typeof none>, by = flavour) =>
  by.machines?.shape?.({ target: project.target, node }, { ...none, ...fault });
const links = async () =>
  (await bench.another().find(project.directory))[0]?.nodes.map(({ link }) => link ?? null);
/** The relay, beside the machines. */
const relays = async () => (await findProcessesBelow(project.runFolder)).length - 2;

/** Milliseconds of the quickest of some pings: what the network takes, without what the machines take. */
async function roundTrip(from: string, to: string): Promise<number> {
  const said = await bench.run(project, from, `ping -c 5 -W 10 ${to}`);
  return Number(/= ([\d.]+)\//.exec(said)?.[1]);
}

async function answers(from: string, to: string, count: number): Promise<number> {
  const said = await bench.run(project, from, `ping -c ${count} -i 0.05 -W 2 ${to} || true`);
  return Number(/(\d+) packets received/.exec(said)?.[1]);
}

test('a delay is added to each way that has one, can be changed, and ends', async () => {
  const undisturbed = await roundTrip('client', 'server');
  expect(await relays()).toBe(0);
  await shape('server', { delayMs: 100 });
  expect(await links()).toEqual([{ connected: true, shape: { delayMs: 100, lossPercent: 0 } }, null]);
  for (const [from, to] of [
    ['client', 'server'],
    ['server', 'client'],
  ] as const) {
    const slow = await roundTrip(from, to);
    expect(slow - undisturbed).toBeGreaterThan(90);
    expect(slow - undisturbed).toBeLessThan(180);
  }
  await shape('client', { delayMs: 200 }, bench.another());
  expect((await roundTrip('client', 'server')) - undisturbed).toBeGreaterThan(290);
  expect(await relays()).toBe(1);
  await shape('server', none);
  await shape('client', { delayMs: 50 });
  const less = await roundTrip('client', 'server');
  expect(less - undisturbed).toBeGreaterThan(40);
  expect(less - undisturbed).toBeLessThan(130);
  await shape('client', none);
  expect(await links()).toEqual([null, null]);
  expect(await roundTrip('client', 'server')).toBeLessThan(undisturbed + 40);
  await expect.poll(relays).toBe(0);
});

test('of what a node sends as many packets are lost as wanted, and the others pass', async () => {
  const count = 100;
  await shape('client', { lossPercent: 30 });
  // Fewer than 1 of 10,000 runs are outside of four standard deviations.
  const received = await answers('client', 'server', count);
  expect(received).toBeGreaterThan(70 - 4 * Math.sqrt(count * 0.3 * 0.7));
  expect(received).toBeLessThan(70 + 4 * Math.sqrt(count * 0.3 * 0.7));
  await shape('client', { lossPercent: 100 });
  expect(await answers('client', 'server', 5)).toBe(0);
  expect(await links()).toEqual([null, { connected: true, shape: { delayMs: 0, lossPercent: 100 } }]);
  // Commands take another way.
  expect(await bench.run(project, 'client', 'echo there')).toBe('there\n');
  await shape('client', none);
  expect(await answers('client', 'server', 5)).toBe(5);
});

test('a fault outlives the process that made it, and the machine’s reset; nothing of it outlives a stop', async () => {
  const made = spawnSync(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { createMachineFlavour } = await import(${JSON.stringify(join(import.meta.dirname, '../machineFlavour.ts'))});
     const flavour = createMachineFlavour({ name: 'vm', environment: process.env, directories: ${JSON.stringify(bench.directories)} });
     await flavour.machines.shape({ target: ${JSON.stringify(project.target)}, node: 'client' }, { delayMs: 150, lossPercent: 0 });
     process.kill(process.pid, 'SIGKILL');`,
  ]);
  expect(made.signal).toBe('SIGKILL');
  expect(await roundTrip('client', 'server')).toBeGreaterThan(150);
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'reset');
  await expect
    .poll(async () => (await flavour.find(project.directory))[0]?.nodes[1]?.status.state, { timeout: 60_000 })
    .toBe('running');
  expect(await roundTrip('client', 'server')).toBeGreaterThan(150);
  await flavour.stop(project.target, recordWork());
  expect(await findProcessesBelow(project.runFolder)).toEqual([]);
  expect(existsSync(project.runFolder)).toBe(false);
});

test('when the relay is killed its nodes are shown as cut off, until their fault is changed', async () => {
  await shape('client', { delayMs: 20 });
  await shape('server', { delayMs: 20 });
  const machines = await Promise.all([1, 2].map((id) => findProcess(join(project.runFolder, String(id)))));
  const relay = (await findProcessesBelow(project.runFolder)).filter((pid) => !machines.includes(pid));
  expect(relay).toHaveLength(1);
  await killProcesses(relay);
  const shaped = { shape: { delayMs: 20, lossPercent: 0 } };
  expect(await links()).toEqual([
    { connected: false, ...shaped },
    { connected: false, ...shaped },
  ]);
  expect(await answers('client', 'server', 1)).toBe(0);
  await shape('client', { delayMs: 20 });
  expect(await links()).toEqual([
    { connected: true, ...shaped },
    { connected: true, ...shaped },
  ]);
  expect(await roundTrip('client', 'server')).toBeGreaterThan(40);
});

test('a node that does not run has no network to disturb', async () => {
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'crash');
  await expect(shape('client', { delayMs: 10 })).rejects.toMatchObject({ code: 'node-failed' });
  expect(await links()).toEqual([null, null]);
  expect(await findProcessesBelow(project.runFolder)).toHaveLength(1);
});
