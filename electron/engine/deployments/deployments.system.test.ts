/** The service over the docker flavour, as the engine wires it. */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Target } from '#shared/contract/common.ts';
import { sweep } from '../flavours/docker/testing/dockerCommand.ts';
import { type Fixture, importFixtureImage, makeFixture } from '../flavours/docker/testing/fixture.ts';
import { recordWork } from '../flavours/docker/testing/work.ts';
import { createMachineFlavour } from '../flavours/vm/machineFlavour.ts';
import { createFlavourTable } from './flavourTable.ts';
import { createDeployments, type NodesChanged } from './index.ts';

beforeAll(() => importFixtureImage());

let fixtures: Fixture[] = [];
afterEach(() => {
  for (const fixture of fixtures) {
    sweep(fixture);
    fixture.remove();
  }
  fixtures = [];
});

function make(...parameters: Parameters<typeof makeFixture>): Fixture {
  const fixture = makeFixture(...parameters);
  fixtures.push(fixture);
  return fixture;
}

const deployments = createDeployments({
  flavours: createFlavourTable({
    docker: async () => (await import('../flavours/docker/dockerFlavour.ts')).createDockerFlavour(),
  }),
  async readBuild({ directory, composition, flavour }) {
    const outLink = join(directory, 'build', `${composition}::${flavour}`);
    if (!existsSync(outLink)) return { state: 'never', builtAt: null, composeInfo: null };
    return { state: 'built', builtAt: 1, composeInfo: realpathSync(outLink) };
  },
  listTargets: async (directory): Promise<Target[]> => [
    { directory, composition: 'composition', flavour: 'docker' },
    { directory, composition: 'other', flavour: 'docker' },
  ],
});

test('the composition’s own distribution holds, and the user’s goes over it', async () => {
  const fixture = make({ distribution: { server: 2, client: ['ann', 'bob'] } });
  const deployment = await deployments.start(fixture.target, { distribution: { client: 1 } }, recordWork());
  expect(deployment.nodes.map(({ name }) => name)).toEqual(['server1', 'server2', 'client']);
  const rows = await deployments.status(fixture.directory);
  expect(
    rows.map(({ composition, build, deployment: found }) => [composition, build, found?.freshness]),
  ).toEqual([
    ['composition', 'built', 'current'],
    ['other', 'never', undefined],
  ]);
  const outcome = await deployments.stop(fixture.target, recordWork());
  expect(outcome.removed).toHaveLength(5);
  expect(outcome.durationMs).toBeGreaterThan(0);
  expect(await deployments.list(fixture.directory)).toEqual([]);
});

test('what is not built is not started, and the build command is told', async () => {
  const fixture = make();
  await expect(
    deployments.start({ ...fixture.target, composition: 'other' }, {}, recordWork()),
  ).rejects.toMatchObject({ code: 'not-built', hint: expect.stringContaining('nxc build -C other::docker') });
});

test('an unknown role is refused before anything is created', async () => {
  const fixture = make();
  await expect(
    deployments.start(fixture.target, { distribution: { sever: 2 } }, recordWork()),
  ).rejects.toMatchObject({ code: 'bad-input', hint: expect.stringContaining('server') });
});

test.each([
  ['vm', 'not-yet'],
  ['nixos-test', 'unsupported'],
] as const)('the flavour %s is %s', async (flavour, code) => {
  const fixture = make();
  await expect(deployments.stop({ ...fixture.target, flavour }, recordWork())).rejects.toMatchObject({
    code,
    hint: expect.stringContaining('docker'),
  });
});

test('commands at the same time do not wait for each other; changes come with a revision', async () => {
  const fixture = make();
  const changes: NodesChanged[] = [];
  const stop = deployments.onChanged((change) => {
    if (change.target.directory === fixture.directory) changes.push(change);
  });
  await deployments.start(fixture.target, {}, recordWork());
  const node = { target: fixture.target, node: 'client' };
  const waiting = deployments.execute(node, 'while [ ! -e /tmp/go ]; do sleep 0.05; done; echo went');
  expect((await deployments.execute(node, 'touch /tmp/go')).exitCode).toBe(0);
  expect(Buffer.from((await waiting).stdout).toString()).toBe('went\n');

  await deployments.stop(fixture.target, recordWork());
  while (changes.at(-1)?.nodes.length !== 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const revisions = changes.map(({ revision }) => revision);
  expect(revisions).toEqual([...revisions].sort((one, other) => one - other));
  stop();
  await expect(deployments.execute(node, 'true')).rejects.toMatchObject({ code: 'not-found' });
});

describe('a flavour whose daemon is down', () => {
  const home = mkdtempSync(join(tmpdir(), 'nxc-home-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const machines = createMachineFlavour({
    name: 'vm',
    environment: process.env,
    directories: { state: home, cache: home },
  });
  const table = createFlavourTable({
    docker: async () =>
      (await import('../flavours/docker/dockerFlavour.ts')).createDockerFlavour({
        environment: { ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' },
      }),
    vm: async () => machines,
  });

  function makeService(directory: string) {
    return createDeployments({
      flavours: table,
      readBuild: async () => ({ state: 'broken', builtAt: 1, composeInfo: null }),
      listTargets: async (): Promise<Target[]> =>
        (['docker', 'vm'] as const).map((flavour) => ({ directory, composition: 'composition', flavour })),
    });
  }

  test('does not keep the others from being shown; it says why it is not known what runs', async () => {
    const { directory } = make();
    const [docker, vm] = await makeService(directory).status(directory);
    expect(docker).toMatchObject({
      flavour: 'docker',
      build: 'broken',
      problem: { code: expect.any(String) },
    });
    expect(vm).toMatchObject({ flavour: 'vm', deployment: null });
    expect(vm).not.toHaveProperty('problem');
  });

  test('is an error only where it may have nodes', async () => {
    const { directory } = make();
    const service = makeService(directory);
    rmSync(join(directory, 'build'), { recursive: true, force: true });
    expect(await service.list(directory)).toEqual([]);
    expect(await service.list(directory, 'vm')).toEqual([]);
    await expect(service.list(directory, 'docker')).rejects.toThrow(/Docker/);
    expect(await service.listAll(directory)).toEqual([]);
    mkdirSync(join(directory, 'deploy'), { recursive: true });
    writeFileSync(join(directory, 'deploy', 'composition::docker.json'), '{}');
    await expect(service.list(directory)).rejects.toThrow(/Docker/);
    await expect(service.listAll(directory)).rejects.toThrow(/Docker/);
  });

  test('a build that the garbage collector took is not called never built', async () => {
    const { target, directory } = make();
    await expect(
      makeService(directory).start({ ...target, flavour: 'vm' }, {}, recordWork()),
    ).rejects.toMatchObject({
      code: 'not-built',
      message: expect.stringContaining('gone from the Nix store'),
    });
  });
});
