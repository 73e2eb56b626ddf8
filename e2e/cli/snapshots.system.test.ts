/** Back to before the experiment, as a user types it: the bundled program, the real Nix, the real QEMU. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withKernel } from './testing/machines.ts';
import { createWorld, type Outcome, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld(await withKernel());
  project = await world.project();
  expectSuccess(await project.nxc('start', '--build', '-f', 'vm'));
});

afterAll(async () => {
  await project.nxc('stop', '-f', 'vm');
  await world.remove();
});

function expectSuccess({ exitCode, stdout, stderr }: Outcome): string {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

const nxc = async (...words: string[]) => expectSuccess(await project.nxc(...words));
const onBoth = async (command: string) =>
  (await nxc('exec', 'server', command)) + (await nxc('exec', 'client', command));

// One story: every test goes on where the one before it stopped.

test('after the experiment all nodes are as before, and their network, too', async () => {
  await onBoth('echo before > /tmp/file');
  await nxc('snapshot', 'create', 'before');
  await onBoth('echo after > /tmp/file');
  await nxc('link', 'slow', 'client', '--delay', '50', '--loss', '1');
  expect(await nxc('status')).toMatch(/client +client +running, 50 ms late/);
  await nxc('snapshot', 'rollback', 'before');
  expect(await onBoth('cat /tmp/file')).toBe('before\nbefore\n');
  expect(await nxc('status')).not.toContain('ms late');
});

test('a snapshot outlives the deployment, and goes with the project’s builds', async () => {
  expect(await nxc('stop')).toMatch(/^1 snapshot of it is kept \(\d+ MiB\)/m);
  await nxc('snapshot', 'rollback', 'before');
  expect(await onBoth('cat /tmp/file')).toBe('before\nbefore\n');
  await nxc('stop');
  await nxc('clean');
  await nxc('build', '-f', 'vm');
  expect(await nxc('snapshot', 'list')).toBe('composition::vm has no snapshots.\n');
});
