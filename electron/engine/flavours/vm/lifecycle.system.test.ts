/** Start, find again, change and stop, with real machines. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordWork } from '../docker/testing/work.ts';
import { findProcess, findProcessesBelow } from './state/processes.ts';
import { createMachineBench } from './testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;

test('machines start, know who they are, find each other by name, and are gone after a stop', async () => {
  const project = await bench.makeProject();
  const deployment = await bench.start(project, { distribution: { client: 2 } });
  expect(deployment.nodes.map(({ name, role, status }) => [name, role, status.state])).toEqual([
    ['server', 'server', 'running'],
    ['client1', 'client', 'running'],
    ['client2', 'client', 'running'],
  ]);
  expect(deployment.freshness).toBe('current');
  expect(await bench.run(project, 'client2', 'hostname; cat /etc/nxc/role')).toBe('client2\nclient\n');
  expect(await bench.run(project, 'client2', 'ping -c1 -W5 client1')).toContain('1 packets received');
  expect(await bench.run(project, 'server', 'cat /sys/class/net/eth1/address')).toBe('52:54:00:12:01:01\n');
  const seen = JSON.parse(await bench.run(project, 'client1', 'cat /etc/nxc/deployment.json'));
  expect(seen.deployment['192.168.1.3']).toMatchObject({ role: 'client', host: 'client2', vm_id: 3 });

  const { removed } = await flavour.stop(project.target, recordWork());
  expect(removed).toEqual(['server', 'client1', 'client2']);
  expect(await findProcessesBelow(bench.directories.state)).toEqual([]);
  expect(existsSync(project.runFolder)).toBe(false);
  expect(readdirSync(join(project.directory, 'deploy'))).toEqual([]);
  expect(await flavour.find(project.directory)).toEqual([]);
});

test('no two machines of a role share what must be their own', async () => {
  const project = await bench.makeProject();
  await bench.start(project, { distribution: { client: 2 } });
  const facts =
    'cat /etc/machine-id /sys/class/net/eth0/address /proc/sys/kernel/random/uuid; head -c 16 /dev/urandom | od -An -tx1';
  const [one, other] = await Promise.all(
    ['client1', 'client2'].map(async (node) => (await bench.run(project, node, facts)).split('\n')),
  );
  expect(one).toHaveLength(5);
  for (const fact of one?.filter((line) => line !== '') ?? []) expect(other).not.toContain(fact);
  const clock = Number(await bench.run(project, 'client1', 'date +%s'));
  expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(5);
});

test('the deployment’s file is the one that other tools read', async () => {
  const project = await bench.makeProject();
  const { publishedPorts } = await bench.start(project);
  const file = JSON.parse(readFileSync(join(project.directory, 'deploy/composition::vm.json'), 'utf8'));
  expect(Object.keys(file).sort()).toEqual(
    ['all', 'composition', 'compositions_info_path', 'deployment', 'nxc', 'ssh_key.pub', 'user'].sort(),
  );
  expect(file.deployment['192.168.1.1']).toMatchObject({
    role: 'server',
    host: 'server',
    vm_id: 1,
    init: expect.stringContaining('/init'),
    ssh_port: expect.any(Number),
  });
  // The tiny base has no ssh server: nothing is to be opened there.
  expect(publishedPorts.filter(({ nodePort }) => nodePort === 22)).toEqual([]);
});

test('a published port leads to the node’s service', async () => {
  const project = await bench.makeProject();
  const { publishedPorts } = await bench.start(project);
  const web = publishedPorts.find(({ node, nodePort }) => node === 'server' && nodePort === 80);
  // A service that has been started may listen a moment later.
  const status = () => fetch(`http://127.0.0.1:${web?.hostPort}/`).then((answer) => answer.status, String);
  await expect.poll(status, { timeout: 10_000 }).toBe(200);
});

test('a fresh engine finds what runs, and asks those that were never seen to be up', async () => {
  const project = await bench.makeProject();
  const started = await bench.start(project);
  const other = bench.another();
  expect(await other.find(project.directory)).toEqual([started]);
  rmSync(join(project.runFolder, '1/ready'));
  expect(await other.find(project.directory)).toEqual([started]);
  await other.stop(project.target, recordWork());
  expect(await findProcessesBelow(bench.directories.state)).toEqual([]);
});

test('a second start keeps what is unchanged, replaces what differs, tells the kept of the new', async () => {
  const project = await bench.makeProject();
  await bench.start(project, { distribution: { client: ['a', 'b'] } });
  const processOf = (id: number) => findProcess(join(project.runFolder, String(id)));
  const before = await Promise.all([1, 2, 3].map(processOf));
  const deployment = await bench.start(project, {
    distribution: { client: ['a', 'c'] },
    machines: { roles: {}, nodes: { server: { memoryMib: 192 } } },
  });
  expect(deployment.nodes.map(({ name, status }) => [name, status.state])).toEqual([
    ['server', 'running'],
    ['a', 'running'],
    ['c', 'running'],
  ]);
  const after = await Promise.all([1, 2, 3].map(processOf));
  expect(after[1]).toBe(before[1]);
  expect(after[0]).not.toBe(before[0]);
  expect(after[2]).not.toBe(before[2]);
  expect(await bench.run(project, 'a', 'cat /etc/hosts')).toMatch(/192\.168\.1\.3 c\n/);
  expect(await bench.run(project, 'a', 'cat /etc/hosts')).not.toContain(' b\n');
  expect(await bench.run(project, 'a', 'ping -c1 -W5 c')).toContain('1 packets received');
  // It boots again as what it is by now, whoever has it do so.
  await bench.flavour.machines?.power({ target: project.target, node: 'a' }, 'reset');
  await expect
    .poll(() => bench.flavour.find(project.directory).then(([found]) => found?.nodes[1]?.status.state), {
      timeout: 60_000,
      interval: 500,
    })
    .toBe('running');
  expect(await bench.run(project, 'a', 'hostname; cat /etc/hosts')).toMatch(/^a\n(.*\n)*192\.168\.1\.3 c\n/);
  expect(
    Number(await bench.run(project, 'server', "awk '/MemTotal/ {print $2}' /proc/meminfo")),
  ).toBeGreaterThan(128 * 1024);
});

test('changes are told, whoever makes them', async () => {
  const project = await bench.makeProject();
  const seen: string[] = [];
  const stop = bench.another().watch((target, nodes) => {
    if (target.directory === project.directory) {
      seen.push(nodes.map(({ name, status }) => `${name} ${status.state}`).join(', '));
    }
  });
  try {
    await bench.start(project);
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('server running, client running');
    await flavour.machines?.power({ target: project.target, node: 'client' }, 'pause');
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('server running, client paused');
    await flavour.stop(project.target, recordWork());
    await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('');
  } finally {
    stop();
  }
});
