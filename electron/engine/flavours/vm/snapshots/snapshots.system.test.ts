/** Deployments that go back to what they were. */
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
const create = (name: string, work = recordWork()) => flavour.snapshots?.create(project.target, name, work);
const rollBack = (name: string, work = recordWork()) =>
  bench.another().snapshots?.rollback(project.target, name, work);

test('every node is as it was, as often as wanted, and its clock is right', async () => {
  await bench.start(project);
  await run('server', 'echo before >/tmp/file');
  await run('client', 'echo before >/tmp/file; (sleep 1000 & echo $! >/tmp/pid)');
  const snapshot = await create('first');
  expect(snapshot).toMatchObject({ name: 'first', nodes: [{ name: 'server' }, { name: 'client' }] });
  expect(await flavour.snapshots?.list(project.target)).toEqual([snapshot]);
  for (const attempt of [1, 2]) {
    await run('server', `echo ${attempt} >/tmp/file`);
    await run('client', 'rm /tmp/file; kill $(cat /tmp/pid)');
    const deployment = await rollBack('first');
    expect(deployment?.nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
    expect(await run('server', 'cat /tmp/file')).toBe('before\n');
    expect(await run('client', 'cat /tmp/file; kill -0 $(cat /tmp/pid) && echo alive')).toBe(
      'before\nalive\n',
    );
    expect(await run('client', 'ping -c1 -W5 server')).toContain('1 packets received');
    const clock = Number(await run('client', 'date +%s'));
    expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(5);
  }
});
