/** What goes wrong in daily use, on the real daemon: each has its error, and the next command works. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { createDockerFlavour } from './dockerFlavour.ts';
import { containerOf, docker, everythingOf } from './testing/dockerCommand.ts';
import { importFixtureImage } from './testing/fixture.ts';
import { fixturesFor } from './testing/fixturesFor.ts';
import { recordWork } from './testing/work.ts';

const flavour = createDockerFlavour();
const fixtures = fixturesFor(() => flavour);

beforeAll(() => importFixtureImage());

test('a node that ends at once is named with its exit code and last lines; the others run', async () => {
  const fixture = fixtures.make({
    roles: { bad: { command: ['sh', '-c', 'echo no database; exit 3'] }, good: {} },
  });
  await expect(fixtures.start(fixture)).rejects.toMatchObject({
    code: 'node-failed',
    message: expect.stringContaining('“bad”'),
    details: { node: 'bad', command: { exitCode: 3, lastLines: ['no database'] } },
  });
  const [found] = await flavour.find(fixture.directory);
  expect(found?.nodes.map(({ name, status }) => [name, status.state])).toEqual([
    ['bad', 'exited'],
    ['good', 'running'],
  ]);
});

test('a node that ends after its start is told with its exit code, live and afterwards', async () => {
  const untilTold = 'until [ -e /tmp/told ]; do sleep 0.1; done; exit 4';
  const fixture = fixtures.make({ roles: { short: { command: ['sh', '-c', untilTold] }, good: {} } });
  const ended = Promise.withResolvers<readonly DeployedNode[]>();
  const stop = flavour.watch((target, nodes) => {
    if (target.directory === fixture.directory && nodes[0]?.status.state === 'exited') ended.resolve(nodes);
  });
  try {
    const { nodes } = await fixtures.start(fixture);
    expect(nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
    docker('exec', containerOf(fixture, 'short'), 'touch', '/tmp/told');
    const live = await ended.promise;
    expect(live[0]?.status).toMatchObject({ state: 'exited', exitCode: 4 });
    expect(live[1]?.status.state).toBe('running');
    expect((await flavour.find(fixture.directory))[0]?.nodes).toEqual(live);
  } finally {
    stop();
  }
});

test('a node whose program does not exist is named; the others run', async () => {
  const fixture = fixtures.make({ roles: { bad: { command: ['/nix/store/none/init'] }, good: {} } });
  await expect(fixtures.start(fixture)).rejects.toMatchObject({
    code: 'node-failed',
    message: expect.stringContaining('/nix/store/none/init'),
    hint: expect.stringContaining('Build'),
    details: { node: 'bad' },
  });
  const [found] = await flavour.find(fixture.directory);
  expect(found?.nodes.find(({ name }) => name === 'good')?.status.state).toBe('running');
  await flavour.stop(fixture.target, recordWork());
  expect(everythingOf(fixture)).toEqual([]);
});

test('a port that a program holds is named with its node', async () => {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const fixture = fixtures.make({ roles: { web: { ports: [`${port}:80`] } } });
  try {
    await expect(fixtures.start(fixture)).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringMatching(new RegExp(`Port ${port} .*“web”`)),
      details: { node: 'web' },
    });
  } finally {
    server.close();
  }
  // With the port free again the same command succeeds.
  expect((await fixtures.start(fixture)).nodes[0]?.status.state).toBe('running');
});

test('a port that another deployment holds is named with its owner', async () => {
  const one = fixtures.make({ roles: { web: { ports: ['18082:80'] } } });
  const other = fixtures.make({ roles: { api: { ports: ['18082:80'] } } });
  await fixtures.start(one);
  await expect(fixtures.start(other)).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(new RegExp(`“api”.*“web”.*${one.directory}`)),
    hint: expect.stringContaining(one.directory),
  });
});

test('an image that can be loaded from nowhere is named, and nothing is left', async () => {
  const fixture = fixtures.make({ roles: { server: { image: 'nxc-never:made' } } });
  await expect(fixtures.start(fixture)).rejects.toMatchObject({
    code: 'image-missing',
    message: expect.stringContaining('nxc-never:made'),
    hint: expect.stringContaining('nxc build'),
  });
  expect(everythingOf(fixture)).toEqual([]);
  expect(await flavour.find(fixture.directory)).toEqual([]);
});

test('an image that the build has made is loaded by the start', async () => {
  const fixture = fixtures.make({ roles: { server: { image: 'nxc-fixture-loaded:1' } } });
  docker('tag', 'nxc-fixture:latest', 'nxc-fixture-loaded:1');
  docker('save', '--output', join(fixture.composeInfo, '../image.tar'), 'nxc-fixture-loaded:1');
  docker('rmi', 'nxc-fixture-loaded:1');
  expect((await fixtures.start(fixture)).nodes[0]?.status.state).toBe('running');
  docker('rm', '--force', docker('ps', '--quiet', '--filter', 'ancestor=nxc-fixture-loaded:1').trim());
  docker('rmi', 'nxc-fixture-loaded:1');
});

test('a mount whose source is missing is named', async () => {
  const fixture = fixtures.make({
    roles: { server: { volumes: [{ type: 'bind', source: '/nxc/none', target: '/data' }] } },
  });
  const outcome = await fixtures.start(fixture).catch((error: unknown) => error);
  // Compose's long notation does not create folders; the short one does.
  expect(outcome).toMatchObject({ code: 'not-found', message: expect.stringContaining('/nxc/none') });
});

test('of two starts at the same moment one wins, and the other is told by whom', async () => {
  const fixture = fixtures.make();
  const outcomes = await Promise.allSettled([fixtures.start(fixture), fixtures.start(fixture)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const loser = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(loser?.reason).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('being started'),
  });
  expect((await flavour.find(fixture.directory))[0]?.nodes).toHaveLength(2);
});

const steps: [string, (progress: JobProgress) => boolean][] = [
  ['before the first node', ({ type }) => type === 'step'],
  ['while a node is created', (progress) => progress.type === 'node' && progress.state === 'creating'],
  ['while a node is started', (progress) => progress.type === 'node' && progress.state === 'starting'],
  ['when a node runs', (progress) => progress.type === 'node' && progress.state === 'running'],
];

test.each(steps)('cancelled %s, a start leaves nothing', async (_name, isStep) => {
  const fixture = fixtures.make({ distribution: { server: 6 } });
  const work = recordWork((progress) => {
    if (isStep(progress)) work.cancel();
  });
  await expect(fixtures.start(fixture, work)).rejects.toMatchObject({ code: 'cancelled' });
  expect(everythingOf(fixture)).toEqual([]);
  expect(await flavour.find(fixture.directory)).toEqual([]);
  expect((await fixtures.start(fixture)).nodes).toHaveLength(7);
});

test.each(steps)('killed %s, a start can be looked at, stopped and begun again', async (_name, isStep) => {
  const fixture = fixtures.make({ distribution: { server: 4 } });
  const at = steps.findIndex(([, each]) => each === isStep);
  await startAndKill(fixture, at);
  const [found] = await flavour.find(fixture.directory);
  expect(found?.target).toEqual(fixture.target);
  expect((await fixtures.start(fixture)).nodes.every(({ status }) => status.state === 'running')).toBe(true);
  await startAndKill(fixture, at);
  await flavour.stop(fixture.target, recordWork());
  expect(everythingOf(fixture)).toEqual([]);
});

/** Starts in another process, which kills itself at the given step (or ends, if it has nothing to do). */
async function startAndKill(fixture: ReturnType<typeof fixtures.make>, step: number): Promise<void> {
  const script = `
    const { createDockerFlavour } = await import(${JSON.stringify(join(import.meta.dirname, 'dockerFlavour.ts'))});
    const isStep = [${steps.map(([, isStep]) => String(isStep)).join(',')}][${step}];
    await createDockerFlavour().start(${JSON.stringify({ ...fixture, reuse: false })}, {
      signal: new AbortController().signal,
      report(progress) { if (isStep(progress)) process.kill(process.pid, 'SIGKILL'); },
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  await once(child, 'exit');
}

test('without a daemon the error says how to start it', async () => {
  const socket = join(mkdtempSync(join(tmpdir(), 'nxc-none-')), 'docker.sock');
  const absent = createDockerFlavour({ environment: { ...process.env, DOCKER_HOST: `unix://${socket}` } });
  const fixture = fixtures.make();
  const expected = {
    code: 'daemon-unreachable',
    message: expect.stringContaining(socket),
    hint: expect.stringContaining('systemctl start docker'),
  };
  await expect(absent.find()).rejects.toMatchObject(expected);
  await expect(absent.start({ ...fixture, reuse: false }, recordWork())).rejects.toMatchObject(expected);
  await expect(absent.stop(fixture.target, recordWork())).rejects.toMatchObject(expected);
});

test('who may not use the socket is told which group to join', () => {
  const socket = join(mkdtempSync(join(tmpdir(), 'nxc-socket-')), 'docker.sock');
  const script = `
    const { chmodSync } = await import('node:fs');
    const { createServer } = await import('node:net');
    const { createDockerFlavour } = await import(${JSON.stringify(join(import.meta.dirname, 'dockerFlavour.ts'))});
    const server = createServer().listen(${JSON.stringify(socket)}, async () => {
      chmodSync(${JSON.stringify(socket)}, 0);
      const error = await createDockerFlavour().find().catch((error) => error);
      console.log(JSON.stringify(error));
      server.close();
    });
  `;
  // File modes bind even root without these powers.
  const powers = '-dac_override,-dac_read_search,-fowner';
  const bound = process.getuid?.() === 0 ? [`--bounding-set=${powers}`, `--inh-caps=${powers}`] : [];
  const command = [...bound, process.execPath, '--input-type=module', '-e', script];
  const env = { ...process.env, DOCKER_HOST: `unix://${socket}` };
  const { stdout, stderr } = spawnSync('setpriv', command, { env, encoding: 'utf8' });
  rmSync(dirname(socket), { recursive: true, force: true });
  expect(JSON.parse(stdout || stderr)).toMatchObject({
    code: 'permission-denied',
    hint: expect.stringContaining('usermod -aG docker'),
  });
});
