/** Deployments that go back to what they were. */
import { once } from 'node:events';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { recordWork } from '../../docker/testing/work.ts';
import { createMachineBench, type MachineProject } from '../testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;
let project: MachineProject;

beforeEach(async () => {
  project = await bench.makeProject();
});

const run = (node: string, command: string) => bench.run(project, node, command);
const create = (name: string) => flavour.snapshots?.create(project.target, name, recordWork());
const list = () => flavour.snapshots?.list(project.target);
const rollBack = (name: string, work = recordWork()) =>
  bench.another().snapshots?.rollback(project.target, name, work);
const statesOf = (nodes: readonly { readonly status: { readonly state: string } }[] = []) =>
  nodes.map(({ status }) => status.state);

test('every node is as it was, as often as wanted, and its clock is right', async () => {
  await bench.start(project);
  await run('server', 'echo before >/tmp/file');
  await run('client', 'echo before >/tmp/file; (sleep 1000 & echo $! >/tmp/pid)');
  const snapshot = await create('first');
  expect(snapshot).toMatchObject({ name: 'first', nodes: [{ name: 'server' }, { name: 'client' }] });
  expect(await list()).toEqual([snapshot]);
  for (const attempt of [1, 2]) {
    await run('server', `echo ${attempt} >/tmp/file`);
    await run('client', 'rm /tmp/file; kill $(cat /tmp/pid)');
    expect(statesOf((await rollBack('first'))?.nodes)).toEqual(['running', 'running']);
    expect(await run('server', 'cat /tmp/file')).toBe('before\n');
    expect(await run('client', 'cat /tmp/file; kill -0 $(cat /tmp/pid) && echo alive')).toBe(
      'before\nalive\n',
    );
    expect(await run('client', 'ping -c1 -W5 server')).toContain('1 packets received');
    const clock = Number(await run('client', 'date +%s'));
    expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(5);
  }
});

test('all nodes are of one moment: what they tell each other goes on without a gap', async () => {
  await bench.start(project, { distribution: { client: 2 } });
  // Its input must not end: then it would tell the other side that all is said.
  await run('server', '(sleep 10000 | nc -l -p 7000 >/tmp/received 2>/dev/null &)');
  const count = 'number=0; while :; do number=$((number+1)); echo $number; sleep 0.02; done';
  await run('client1', `({ ${count}; } | nc server 7000 >/dev/null 2>&1 &)`);
  const received = async () =>
    (await run('server', 'cat /tmp/received'))
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
  await expect.poll(async () => (await received()).length, { timeout: 20_000 }).toBeGreaterThan(20);
  await create('talking');
  const after = await received();
  await expect
    .poll(async () => (await received()).length, { timeout: 20_000 })
    .toBeGreaterThan(after.length + 50);
  await rollBack('talking');
  // It began again before what had been received meanwhile, and loses nothing from there on.
  expect((await received()).length).toBeLessThan(after.length + 50);
  await expect
    .poll(async () => (await received()).length, { timeout: 60_000 })
    .toBeGreaterThan(after.length + 50);
  const numbers = (await received()).slice(0, -1);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test('faults, sizes and addresses are as they were, whatever the memory was made of', async () => {
  const info = JSON.parse(readFileSync(project.composeInfo, 'utf8'));
  info.compositions_info.composition.roles.client.nxc.template = 'it is to have memory of its own';
  const composeInfo = join(project.directory, 'compose-info.json');
  writeFileSync(composeInfo, JSON.stringify(info));
  const before = await bench.start(
    { ...project, composeInfo },
    { machines: { all: { memoryMib: 160 }, roles: {}, nodes: {} } },
  );
  const shape = { delayMs: 30, lossPercent: 0 };
  await flavour.machines?.link({ target: project.target, node: 'server' }, false);
  await flavour.machines?.shape?.({ target: project.target, node: 'client' }, shape);
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'pause');
  await create('faulty');
  await flavour.machines?.link({ target: project.target, node: 'server' }, true);
  await flavour.machines?.shape?.({ target: project.target, node: 'client' }, { delayMs: 0, lossPercent: 0 });
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'crash');
  const deployment = await rollBack('faulty');
  expect(statesOf(deployment?.nodes)).toEqual(['running', 'paused']);
  expect(deployment?.nodes.map(({ link }) => link)).toEqual([
    { connected: false },
    { connected: true, shape },
  ]);
  expect(deployment?.publishedPorts).toEqual(before.publishedPorts);
  expect(await run('server', 'cat /sys/class/net/eth1/carrier')).toBe('0\n');
  expect(Number(await run('server', "awk '/MemTotal/ { print $2 }' /proc/meminfo"))).toBeGreaterThan(100_000);
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'resume');
  await flavour.machines?.link({ target: project.target, node: 'server' }, true);
  expect(await run('client', 'hostname')).toBe('client\n');
  await expect
    .poll(() => run('client', 'ping -c1 -W1 server || true'), { timeout: 20_000 })
    .toContain('1 packets received');
});

test('a snapshot outlives its deployment, is listed with what it takes, and goes when it is removed', async () => {
  await bench.start(project);
  await run('server', 'echo kept >/tmp/file');
  const file = join(project.directory, 'deploy', 'composition::vm.json');
  const deployed = readFileSync(file, 'utf8');
  await create('first');
  await create('second');
  const work = recordWork();
  await flavour.stop(project.target, work);
  expect(JSON.stringify(work.told)).toContain('2 snapshots of it are kept (');
  expect(await flavour.find(project.directory)).toEqual([]);
  const known = (await list()) ?? [];
  expect(known.map(({ name }) => name)).toEqual(['second', 'first']);
  for (const { sizeBytes, nodes } of known) {
    const sum = nodes.reduce((total, node) => total + node.sizeBytes, 0);
    // Much less than the memory of two machines, and at least what a kernel has in it.
    expect(sum).toBeGreaterThan(10 * 1024 ** 2);
    expect(sum).toBeLessThan(200 * 1024 ** 2);
    expect(sizeBytes - sum).toBeLessThan(1024 ** 2);
  }
  expect(statesOf((await rollBack('first'))?.nodes)).toEqual(['running', 'running']);
  expect(await run('server', 'cat /tmp/file')).toBe('kept\n');
  expect(readFileSync(file, 'utf8')).toBe(deployed);
  expect(await flavour.snapshots?.remove(project.target, 'first')).toBe(known[1]?.sizeBytes);
  await flavour.snapshots?.remove(project.target, 'second');
  expect(await list()).toEqual([]);
  // What it is restored from is in its memory already.
  expect(await run('client', 'ping -c1 -W5 server')).toContain('1 packets received');
  await expect(rollBack('first')).rejects.toMatchObject({ code: 'not-found' });
});

test('ports that somebody else has taken meanwhile are others then', async () => {
  const portOf = (deployment: Awaited<ReturnType<typeof rollBack>>) =>
    deployment?.publishedPorts.find(({ nodePort }) => nodePort === 80)?.hostPort ?? 0;
  const before = portOf(await bench.start(project));
  await create('first');
  await flavour.stop(project.target, recordWork());
  const stranger = createServer().listen(before, '127.0.0.1');
  await once(stranger, 'listening');
  const work = recordWork();
  const now = portOf(await rollBack('first', work));
  stranger.close();
  expect(now).not.toBe(before);
  expect(work.told).toContainEqual({
    type: 'warning',
    message: `Somebody else has port ${before} of this machine now: ${now} is in its place.`,
    hint: expect.any(String),
  });
  expect((await fetch(`http://127.0.0.1:${now}/`)).status).toBe(200);
});

test('what cannot come back is said before anything is ended', async () => {
  const info = JSON.parse(readFileSync(project.composeInfo, 'utf8'));
  const kernel = join(project.directory, 'kernel');
  copyFileSync(info.all.kernel, kernel);
  info.all.kernel = kernel;
  const composeInfo = join(project.directory, 'compose-info.json');
  writeFileSync(composeInfo, JSON.stringify(info));
  await bench.start({ ...project, composeInfo });
  await create('first');
  await expect(create('first')).rejects.toMatchObject({ code: 'conflict' });
  await expect(rollBack('third')).rejects.toMatchObject({ code: 'not-found', hint: 'There are: first.' });
  const cancelled = recordWork();
  cancelled.cancel();
  await expect(rollBack('first', cancelled)).rejects.toMatchObject({ code: 'cancelled' });
  renameSync(kernel, `${kernel}.gone`);
  await expect(rollBack('first')).rejects.toMatchObject({
    code: 'not-built',
    message: expect.stringContaining(kernel),
  });
  expect(statesOf((await flavour.find(project.directory))[0]?.nodes)).toEqual(['running', 'running']);
});
