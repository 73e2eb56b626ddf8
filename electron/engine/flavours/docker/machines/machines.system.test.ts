/** Power, cable and ports of real containers. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import type { NodeReference } from '../../flavour.ts';
import { createDockerFlavour } from '../dockerFlavour.ts';
import { containerOf, docker } from '../testing/dockerCommand.ts';
import { importFixtureImage } from '../testing/fixture.ts';
import { fixturesFor } from '../testing/fixturesFor.ts';

const flavour = createDockerFlavour();
const { make, start } = fixturesFor(() => flavour);

beforeAll(() => importFixtureImage());

async function run(node: NodeReference, command: string): Promise<{ exitCode: number; stdout: string }> {
  const channel = await flavour.openChannel(node);
  try {
    const { exitCode, stdout } = await channel.run(command, { timeoutMs: 20_000 });
    return { exitCode, stdout: Buffer.from(stdout).toString() };
  } finally {
    await channel.close();
  }
}

async function stateOf({ target, node }: NodeReference): Promise<string | undefined> {
  const [deployment] = await flavour.find(target.directory);
  return deployment?.nodes.find(({ name }) => name === node)?.status.state;
}

const controls = () => {
  if (flavour.machines === undefined) throw new Error('Containers have controls.');
  return flavour.machines;
};

test('a node is shut down, started, crashed, reset, paused and resumed, and keeps its files', async () => {
  const fixture = make();
  await start(fixture);
  const server = { target: fixture.target, node: 'server' };
  await run(server, 'echo kept > /root/kept');
  const { power } = controls();
  for (const [action, state] of [
    ['shutdown', 'exited'],
    ['shutdown', 'exited'],
    ['start', 'running'],
    ['start', 'running'],
    ['crash', 'exited'],
    ['crash', 'exited'],
    ['start', 'running'],
    ['pause', 'paused'],
    ['pause', 'paused'],
    ['resume', 'running'],
    ['pause', 'paused'],
    ['reset', 'running'],
  ] as const) {
    await power(server, action);
    expect([action, await stateOf(server)]).toEqual([action, state]);
  }
  expect(await run(server, 'cat /root/kept')).toMatchObject({ exitCode: 0, stdout: 'kept\n' });
  await expect(power({ ...server, node: 'nobody' }, 'start')).rejects.toMatchObject({ code: 'not-found' });
});

test('a node whose cable is pulled out keeps its name and its address, and commands reach it', async () => {
  const fixture = make();
  await start(fixture);
  const [server, client] = ['server', 'client'].map((node) => ({ target: fixture.target, node }));
  if (server === undefined || client === undefined) return;
  const { link } = controls();
  await run(server, 'mkdir -p /tmp/www; echo hello > /tmp/www/page; httpd -p 8000 -h /tmp/www');
  const fetchPage = () =>
    run(client, "printf 'GET /page HTTP/1.0\\r\\n\\r\\n' | nc -w 2 server 8000 | grep hello");
  const address = () => run(server, 'hostname -i; cat /proc/net/route | grep -c 00000000');
  const before = await address();
  expect(await fetchPage()).toMatchObject({ exitCode: 0 });
  const linkOf = async () => {
    const [deployment] = await createDockerFlavour().find(fixture.target.directory);
    return deployment?.nodes.find(({ name }) => name === 'server')?.link?.connected ?? true;
  };
  for (const connected of [false, false]) await link(server, connected);
  expect(await linkOf()).toBe(false);
  expect((await fetchPage()).exitCode).not.toBe(0);
  expect(await run(server, 'echo here')).toMatchObject({ stdout: 'here\n' });
  for (const connected of [true, true]) await link(server, connected);
  expect(await fetchPage()).toMatchObject({ exitCode: 0, stdout: 'hello\n' });
  expect(await address()).toEqual(before);
  expect(await linkOf()).toBe(true);
  await link(server, false);
  // A container that is restarted has a new card, with its cable in.
  docker('restart', '--time', '0', containerOf(fixture, 'server'));
  expect(await linkOf()).toBe(true);
});

test('a port of this machine leads to a node, also after the node was restarted', async () => {
  const fixture = make({ roles: { server: {} } });
  await start(fixture);
  const server = { target: fixture.target, node: 'server' };
  const serve = () => run(server, 'mkdir -p /tmp/www; echo hello > /tmp/www/page; httpd -p 8000 -h /tmp/www');
  await serve();
  const { forwardPort = async () => {}, power } = controls();
  await forwardPort(server, 28_573, 8000);
  await forwardPort(server, 28_573, 8000);
  const fetchPage = async (): Promise<string> => {
    const socket = connect(28_573, '127.0.0.1');
    socket.end('GET /page HTTP/1.0\r\n\r\n');
    return text(socket);
  };
  expect(await fetchPage()).toMatch(/hello/);
  await power(server, 'reset');
  await serve();
  expect(await fetchPage()).toMatch(/hello/);
  docker(
    'rm',
    '--force',
    (await flavour.find(fixture.target.directory))[0]?.identifier.concat('-server-1') ?? '',
  );
  await fetchPage().catch(() => '');
  await expect.poll(() => isTaken(28_573)).toBe(false);
});

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

test('what a container has not is refused by name', async () => {
  const fixture = make({ roles: { server: {} } });
  await start(fixture);
  const server = { target: fixture.target, node: 'server' };
  expect([...(controls().lacks ?? [])]).toEqual(['screen', 'console', 'size']);
  await expect(controls().screenshot(server)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(controls().openConsole(server)).rejects.toMatchObject({ code: 'unsupported' });
  const { target, composeInfo, nodes } = fixture;
  const sized = { target, composeInfo, nodes, reuse: true, machines: { roles: {}, nodes: {} } };
  await expect(
    flavour.start(sized, { signal: new AbortController().signal, report: () => {} }),
  ).rejects.toMatchObject({
    code: 'unsupported',
  });
});
