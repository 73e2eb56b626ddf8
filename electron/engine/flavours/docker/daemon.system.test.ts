/** A daemon that dies or has a full disk, in the middle of things. It is one of the test's own. */
import { afterEach, expect, test } from 'vitest';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import { createDockerFlavour } from './dockerFlavour.ts';
import { importFixtureImage, makeFixture } from './testing/fixture.ts';
import { createPrivateDaemon, type PrivateDaemon } from './testing/privateDaemon.ts';
import { recordWork } from './testing/work.ts';

let daemon: PrivateDaemon | undefined;
afterEach(async () => {
  await daemon?.remove();
  daemon = undefined;
});

async function prepare(diskSize?: string) {
  const own = createPrivateDaemon(diskSize);
  daemon = own;
  await own.start();
  importFixtureImage(own.host);
  const flavour = createDockerFlavour({ environment: { ...process.env, DOCKER_HOST: own.host } });
  return { own, flavour };
}

/** Without shared volumes and control groups, which a daemon beside another one need not manage. */
const roles = { server: { volumes: [] }, client: { volumes: [] } };

test('a daemon that dies during a start: the error says so and names what is left; later all goes on', async () => {
  const { own, flavour } = await prepare();
  const fixture = makeFixture({ roles, distribution: { server: 8 } });
  let death: Promise<void> | undefined;
  const work = recordWork((progress) => {
    if (progress.type === 'node' && progress.state === 'running') death ??= own.kill();
  });
  await expect(flavour.start({ ...fixture, reuse: false }, work)).rejects.toMatchObject({
    code: 'daemon-unreachable',
    retryable: true,
    hint: expect.stringContaining('nxc stop'),
    details: { leftovers: expect.arrayContaining([expect.stringContaining('server')]) },
  });
  await death;
  await expect(flavour.find()).rejects.toMatchObject({ code: 'daemon-unreachable' });

  await own.start();
  expect(await flavour.find(fixture.directory)).toHaveLength(1);
  const deployment = await flavour.start({ ...fixture, reuse: false }, recordWork());
  expect(deployment.nodes.every(({ status }) => status.state === 'running')).toBe(true);
  await flavour.stop(fixture.target, recordWork());
  expect(await flavour.find()).toEqual([]);
  fixture.remove();
});

test('a watch comes back with the daemon', async () => {
  const { own, flavour } = await prepare();
  const fixture = makeFixture({ roles: { server: { volumes: [] } } });
  let nodes: readonly DeployedNode[] = [];
  const stop = flavour.watch((_target, changed) => {
    nodes = changed;
  });
  const until = async (state: string) => {
    while (nodes[0]?.status.state !== state) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  try {
    await flavour.start({ ...fixture, reuse: false }, recordWork());
    await until('running');
    const channel = await flavour.openChannel({ target: fixture.target, node: 'server' });
    await own.kill();
    await expect(channel.run('true')).rejects.toMatchObject({ code: 'connection-lost' });
    nodes = [];
    await own.start();
    await until('running');
    await flavour.stop(fixture.target, recordWork());
    while (nodes.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    stop();
    fixture.remove();
  }
});

test('a full disk is called that, and nothing is left', async () => {
  const { flavour } = await prepare('24m');
  // With the vfs driver every container is a whole copy of the image.
  const fixture = makeFixture({ roles, distribution: { server: 30 } });
  await expect(flavour.start({ ...fixture, reuse: false }, recordWork())).rejects.toMatchObject({
    code: 'disk-full',
    hint: expect.stringContaining('docker system'),
  });
  expect(await flavour.find()).toEqual([]);
  fixture.remove();
});
