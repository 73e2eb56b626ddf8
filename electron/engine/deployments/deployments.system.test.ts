/** The service over the docker flavour, as the engine wires it. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Target } from '#shared/contract/common.ts';
import { sweep } from '../flavours/docker/testing/dockerCommand.ts';
import { type Fixture, importFixtureImage, makeFixture } from '../flavours/docker/testing/fixture.ts';
import { recordWork } from '../flavours/docker/testing/work.ts';
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
