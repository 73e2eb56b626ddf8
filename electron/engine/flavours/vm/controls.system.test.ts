/** The buttons and cables of machines. */
import { beforeEach, expect, test } from 'vitest';
import type { PowerAction } from '#shared/contract/deployments.ts';
import { findProcess } from './state/processes.ts';
import { createMachineBench, type MachineProject } from './testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;
const { machines } = flavour;
let project: MachineProject;

beforeEach(async () => {
  project = await bench.makeProject();
  await bench.start(project);
});

const on = (node: string) => ({ target: project.target, node });
const power = (action: PowerAction) => machines?.power(on('client'), action);
const clientState = async () => {
  const [deployment] = await flavour.find(project.directory);
  return deployment?.nodes.find(({ name }) => name === 'client')?.status;
};

test('a machine is paused and goes on where it was', async () => {
  await bench.run(project, 'client', '(sleep 0.5; echo done >/tmp/done) & echo begun');
  await power('pause');
  expect(await clientState()).toEqual({ state: 'paused', address: '192.168.1.2' });
  await expect(bench.run(project, 'server', 'ping -c1 -W1 client')).rejects.toThrow('exit code 1');
  await power('resume');
  expect(await clientState()).toMatchObject({ state: 'running' });
  await expect.poll(() => bench.run(project, 'client', 'cat /tmp/done'), { timeout: 20_000 }).toBe('done\n');
});

test('the reset button boots the system anew, as the same node', async () => {
  await bench.run(project, 'client', 'touch /tmp/before');
  await power('reset');
  await expect.poll(async () => (await clientState())?.state, { timeout: 60_000 }).toBe('running');
  expect(await bench.run(project, 'client', 'hostname; ls /tmp')).toBe('client\n');
  expect(await bench.run(project, 'client', 'ping -c1 -W5 server')).toContain('1 packets received');
});

test('a machine that powers off has exited, one that crashed too, and both can be started again', async () => {
  await power('shutdown');
  expect(await clientState()).toMatchObject({ state: 'exited', exitCode: 0 });
  await expect(bench.run(project, 'client', 'true')).rejects.toMatchObject({ code: 'node-failed' });
  await power('start');
  expect(await clientState()).toMatchObject({ state: 'running' });
  await power('crash');
  expect(await clientState()).toMatchObject({ state: 'exited', exitCode: 137 });
  await expect(power('pause')).rejects.toMatchObject({ code: 'node-failed' });
  const server = await findProcess(`${project.runFolder}/1`);
  const deployment = await bench.start(project);
  expect(deployment.nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
  expect(await findProcess(`${project.runFolder}/1`)).toBe(server);
  expect(await bench.run(project, 'client', 'ping -c1 -W5 server')).toContain('1 packets received');
});

test('a cut cable separates a node from the others, but not from us', async () => {
  const linkOf = async () =>
    (await bench.another().find(project.directory))[0]?.nodes.map(({ link }) => link?.connected ?? true);
  await machines?.link(on('client'), false);
  expect(await linkOf()).toEqual([true, false]);
  await expect(bench.run(project, 'server', 'ping -c1 -W1 client')).rejects.toThrow('exit code 1');
  expect(await bench.run(project, 'client', 'cat /sys/class/net/eth1/carrier')).toBe('0\n');
  await machines?.link(on('client'), true);
  expect(await linkOf()).toEqual([true, true]);
  await expect
    .poll(() => bench.run(project, 'server', 'ping -c1 -W1 client || true'), { timeout: 20_000 })
    .toContain('1 packets received');
});

test('a machine without a screen says so', async () => {
  await expect(machines?.screenshot(on('client'))).rejects.toMatchObject({ code: 'unsupported' });
});

test('the monitor answers, and a port can be forwarded while a machine runs', async () => {
  expect(await machines?.monitor?.(on('client'), 'info version')).toMatch(/^\d+\.\d+/);
  const { publishedPorts } = (await flavour.find(project.directory))[0] ?? { publishedPorts: [] };
  const taken = publishedPorts[0]?.hostPort ?? 0;
  await expect(machines?.forwardPort?.(on('server'), taken, 80)).rejects.toMatchObject({
    code: 'port-taken',
  });
  const free = 28_000 + (process.pid % 1000);
  await machines?.forwardPort?.(on('server'), free, 80);
  // The service was started with the node; when it listens is its own affair.
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${free}/`).then(
          ({ status }) => status,
          () => 'nobody listens yet',
        ),
      { timeout: 20_000 },
    )
    .toBe(200);
});
