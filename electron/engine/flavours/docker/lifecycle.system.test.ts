/** Start, find again and stop, on the real daemon. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createDockerFlavour } from './dockerFlavour.ts';
import { deploymentFiles, projectName } from './identity.ts';
import { containerOf, docker, everythingOf } from './testing/dockerCommand.ts';
import { fixtureImage, importFixtureImage, makeFixture } from './testing/fixture.ts';
import { fixturesFor } from './testing/fixturesFor.ts';
import { recordWork } from './testing/work.ts';

const flavour = createDockerFlavour();
const fixtures = fixturesFor(() => flavour);

beforeAll(() => importFixtureImage());

test('nodes start, know who they are, find each other by name, and are gone after a stop', async () => {
  const fixture = fixtures.make({ distribution: { server: 2 } });
  const deployment = await fixtures.start(fixture);
  expect(deployment.nodes.map(({ name, role, status }) => [name, role, status.state])).toEqual([
    ['server1', 'server', 'running'],
    ['server2', 'server', 'running'],
    ['client', 'client', 'running'],
  ]);
  expect(deployment.freshness).toBe('current');
  const inClient = (...command: string[]) =>
    docker('exec', containerOf(fixture, 'client'), ...command).trim();
  expect(inClient('hostname')).toBe('client');
  expect(inClient('sh', '-c', 'echo $NXC_ROLE $NXC_HOST')).toBe('client client');
  expect(inClient('ping', '-c1', 'server2')).toContain('1 packets received');
  expect(JSON.parse(inClient('cat', '/etc/nxc/deployment.json')).deployment).toEqual({
    server1: { role: 'server' },
    server2: { role: 'server' },
    client: { role: 'client' },
  });

  const { removed } = await flavour.stop(fixture.target, recordWork());
  expect(removed).toHaveLength(5);
  expect(everythingOf(fixture)).toEqual([]);
  const files = deploymentFiles(fixture.target);
  expect(existsSync(files.deployment)).toBe(false);
  expect(existsSync(files.composeFile)).toBe(true);
});

test('the files are those that other tools read', async () => {
  const fixture = fixtures.make({ roles: { server: { ports: ['18080:80'] } } });
  await fixtures.start(fixture);
  const files = deploymentFiles(fixture.target);
  expect(files.deployment).toBe(join(fixture.directory, 'deploy/composition::docker.json'));
  const deployment = JSON.parse(readFileSync(files.deployment, 'utf8'));
  expect(deployment).toMatchObject({
    nodes: ['server'],
    deployment: { server: { role: 'server' } },
    'docker-compose-file': join(fixture.directory, 'artifact/composition/docker/docker-compose.json'),
    test_script: expect.stringContaining('test-script'),
  });
  expect(Object.keys(deployment).sort()).toEqual(
    ['deployment', 'docker-compose-file', 'nodes', 'nxc', 'test_script'].sort(),
  );
});

test('docker-compose sees the same project', async () => {
  const fixture = fixtures.make();
  await fixtures.start(fixture);
  const { composeFile, artifactDirectory } = deploymentFiles(fixture.target);
  const compose = (...parameters: string[]) =>
    execFileSync('docker-compose', ['-f', composeFile, ...parameters], {
      cwd: artifactDirectory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  expect(compose('ps', '--services').split('\n').sort()).toEqual(['', 'client', 'server']);
  expect(compose('ps')).toMatch(/server.*Up/);
  expect(compose('logs')).toContain('server is up');
  compose('down', '--volumes');
  expect(everythingOf(fixture)).toEqual([]);
});

test('what docker-compose started is found and stopped', async () => {
  const fixture = fixtures.make();
  await fixtures.start(fixture);
  await flavour.stop(fixture.target, recordWork());
  const { artifactDirectory } = deploymentFiles(fixture.target);
  execFileSync('docker-compose', ['-f', 'docker-compose.json', '-p', 'nxcadopted', 'up', '-d'], {
    cwd: artifactDirectory,
    stdio: 'ignore',
  });
  const [found] = await flavour.find(fixture.directory);
  expect(found).toMatchObject({ identifier: 'nxcadopted', target: fixture.target, freshness: 'current' });
  expect(found?.nodes.map(({ name, status }) => [name, status.state]).sort()).toEqual([
    ['client', 'running'],
    ['server', 'running'],
  ]);
  await flavour.stop(fixture.target, recordWork());
  expect(docker('ps', '--all', '--quiet', '--filter', 'label=com.docker.compose.project=nxcadopted')).toBe(
    '',
  );
  expect(docker('network', 'ls', '--quiet', '--filter', 'name=nxcadopted')).toBe('');
});

test('a second start keeps what is unchanged, replaces what differs, removes what is not asked for', async () => {
  const fixture = fixtures.make({ roles: { server: {}, client: {} }, distribution: { client: ['a', 'b'] } });
  await fixtures.start(fixture);
  const before = { server: containerOf(fixture, 'server'), a: containerOf(fixture, 'a') };
  const changed = makeFixture({
    directory: fixture.directory,
    roles: { server: { environment: { PATH: '/bin', EDITED: '1' } }, client: {} },
    distribution: { client: ['a', 'c'] },
  });
  const stale = await flavour.find(fixture.directory);
  expect(stale[0]?.freshness).toBe('stale');
  const deployment = await fixtures.start(changed);
  expect(deployment.nodes.map(({ name }) => name)).toEqual(['server', 'a', 'c']);
  expect((await flavour.find(fixture.directory))[0]?.freshness).toBe('current');
  expect(containerOf(fixture, 'a')).toBe(before.a);
  expect(containerOf(fixture, 'server')).not.toBe(before.server);
  const seen = JSON.parse(docker('exec', before.a, 'cat', '/etc/nxc/deployment.json'));
  expect(Object.keys(seen.deployment)).toEqual(['server', 'a', 'c']);
});

test('a fresh engine finds what runs, what is gone, and what is lost', async () => {
  const fixture = fixtures.make();
  const started = await fixtures.start(fixture);
  const other = createDockerFlavour();
  expect(await other.find(fixture.directory)).toEqual([started]);
  expect((await other.find()).map(({ identifier }) => identifier)).toContain(started.identifier);
  docker('rm', '--force', containerOf(fixture, 'client'));
  const [partial] = await other.find(fixture.directory);
  expect(partial?.nodes.find(({ name }) => name === 'client')?.status).toEqual({ state: 'absent' });
  docker('rm', '--force', containerOf(fixture, 'server'));
  const [lost] = await other.find(fixture.directory);
  expect(lost).toMatchObject({ freshness: 'lost', identifier: started.identifier });
  await other.stop(fixture.target, recordWork());
  expect(everythingOf(fixture)).toEqual([]);
  expect(await other.find(fixture.directory)).toEqual([]);
});

test('a deployment without its files is still found and stopped', async () => {
  const fixture = fixtures.make();
  await fixtures.start(fixture);
  rmSync(join(fixture.directory, 'deploy'), { recursive: true });
  rmSync(join(fixture.directory, 'artifact'), { recursive: true });
  const [found] = await flavour.find(fixture.directory);
  expect(found?.nodes.map(({ name }) => name)).toEqual(['client', 'server']);
  await flavour.stop(fixture.target, recordWork());
  expect(everythingOf(fixture)).toEqual([]);
});

test('the first node of a role has the fixed port, the others a free one, with a warning', async () => {
  const fixture = fixtures.make({
    roles: { server: { ports: ['127.0.0.1:18081:80'] } },
    distribution: { server: 2 },
  });
  const work = recordWork();
  const { publishedPorts } = await fixtures.start(fixture, work);
  expect(publishedPorts.find(({ node }) => node === 'server1')).toMatchObject({
    hostPort: 18081,
    nodePort: 80,
  });
  expect(publishedPorts.find(({ node }) => node === 'server2')?.hostPort).not.toBe(18081);
  expect(work.told).toContainEqual(
    expect.objectContaining({ type: 'warning', message: expect.stringContaining('server2') }),
  );
});

test('a container of somebody else’s does not hold the network; it goes on without it, and is named', async () => {
  const fixture = fixtures.make();
  await fixtures.start(fixture);
  const network = `${projectName(fixture.target)}_default`;
  const guest = docker('run', '--detach', '--network', network, fixtureImage, '/bin/idle-init').trim();
  try {
    const work = recordWork();
    const { removed } = await flavour.stop(fixture.target, work);
    expect(removed).toContain(network);
    expect(everythingOf(fixture)).toEqual([]);
    const name = docker('inspect', '--format', '{{.Name}}', guest).trim().slice(1);
    expect(work.told).toContainEqual({ type: 'warning', message: expect.stringContaining(name) });
    expect(docker('inspect', '--format', '{{.State.Running}}', guest).trim()).toBe('true');
  } finally {
    docker('rm', '--force', guest);
  }
});

test('a volume that somebody else’s container uses is left, and named', async () => {
  const fixture = fixtures.make();
  await fixtures.start(fixture);
  const volume = `${projectName(fixture.target)}_nxc-shared`;
  // Its mere existence is enough to hold the volume.
  const guest = docker('create', '--volume', `${volume}:/data`, fixtureImage, 'true').trim();
  try {
    await expect(flavour.stop(fixture.target, recordWork())).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining(volume),
      details: { leftovers: [volume] },
    });
    expect(everythingOf(fixture)).toEqual([volume]);
  } finally {
    docker('rm', '--force', guest);
  }
  await flavour.stop(fixture.target, recordWork());
  expect(everythingOf(fixture)).toEqual([]);
});

test('paused and ended nodes are stopped too', async () => {
  const fixture = fixtures.make({ distribution: { server: 2 } });
  await fixtures.start(fixture);
  docker('pause', containerOf(fixture, 'server1'));
  docker('kill', containerOf(fixture, 'client'));
  expect((await flavour.stop(fixture.target, recordWork())).removed).toHaveLength(5);
  expect(everythingOf(fixture)).toEqual([]);
});

test('a stop of what does not run removes nothing and says so', async () => {
  const fixture = fixtures.make();
  expect(await flavour.stop(fixture.target, recordWork())).toEqual({ removed: [] });
});

test('a watch tells what happens to nodes, whoever does it', async () => {
  const fixture = fixtures.make();
  const told: string[] = [];
  const stop = flavour.watch((target, nodes) => {
    if (target.directory !== fixture.directory) return;
    told.push(nodes.map(({ name, status }) => `${name} ${status.state}`).join(', '));
  });
  const until = async (text: string) => {
    while (told.at(-1) !== text) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  try {
    await fixtures.start(fixture);
    await until('server running, client running');
    docker('pause', containerOf(fixture, 'client'));
    await until('server running, client paused');
    docker('unpause', containerOf(fixture, 'client'));
    docker('kill', containerOf(fixture, 'client'));
    await until('server running, client exited');
    await flavour.stop(fixture.target, recordWork());
    await until('');
  } finally {
    stop();
  }
});
