/** The loop on virtual machines as a user types it: the bundled program, the real Nix, the real QEMU. */
import { symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deploymentsBelow, machinesOf, socketsBelow, withKernel } from './testing/machines.ts';
import { openTerminal } from './testing/terminal.ts';
import { createWorld, type Outcome, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;
let home: string;

beforeAll(async () => {
  world = await createWorld(await withKernel());
  home = join(world.folder, 'home');
  project = await world.project();
});

afterAll(async () => {
  await project.nxc('stop', '-f', 'vm');
  await world.remove();
});

function expectSuccess({ exitCode, stdout, stderr }: Outcome): string {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

const status = async () => expectSuccess(await project.nxc('status'));
const ping = (from: string, to: string) => project.nxc('exec', from, '--', 'ping', '-c1', '-W2', to);

// One story: every test goes on where the one before it stopped.

test('build, and start with other sizes for a role and for a node', async () => {
  expectSuccess(await project.nxc('build', '-f', 'vm'));
  const text = expectSuccess(await project.nxc('start', '--memory', '256', '--memory', 'client=160'));
  expect(text).toMatch(/^2 nodes of composition::vm:\n {2}client +client +running +192\.168\.1\.\d+$/m);
  const memory = async (node: string) =>
    Number(/\d+/.exec(expectSuccess(await project.nxc('exec', node, 'grep MemTotal /proc/meminfo')))?.[0]);
  expect(await memory('client')).toBeLessThan(160 * 1024);
  expect(await memory('server')).toBeGreaterThan(160 * 1024);
  expect(await machinesOf(world.folder)).toHaveLength(2);
});

test('a second start keeps machines that run, unless their size is another', async () => {
  const before = await machinesOf(world.folder);
  expectSuccess(await project.nxc('start', '--memory', '256', '--memory', 'client=160'));
  expect(await machinesOf(world.folder)).toEqual(before);
});

test('nodes have a kernel of their own and serve each other', async () => {
  expect(expectSuccess(await project.nxc('exec', 'client', '--', 'hostname'))).toBe('client\n');
  const page = expectSuccess(await project.nxc('exec', 'client', '--', 'wget', '-qO-', 'http://server/'));
  expect(page).toContain('Hello from the server');
  const address = expectSuccess(await project.nxc('helper', 'ip', 'server')).trim();
  expect(expectSuccess(await ping('client', address))).toContain('1 packets received');
  const noServer = await project.nxc('helper', 'ip_ssh_port', 'server');
  expect(noServer.stderr).toMatch(/^error: No port of this machine leads to an ssh server on server\./);
});

test('the test script passes', async () => {
  const { exitCode, stdout } = await project.nxc('driver', '-t');
  expect(stdout).toContain('passed');
  expect(exitCode).toBe(0);
});

test('the console shows the boot, takes what is typed, and is left by a key', async () => {
  const terminal = await openTerminal(world, project.directory);
  try {
    await terminal.enter('nxc connect client --console; echo "code=$?"');
    await terminal.shows(/Console of client\. Ctrl-\] leaves it\./);
    await terminal.press('Enter');
    await terminal.enter('echo "I am $(hostname)"');
    await terminal.shows(/^I am client/m);
    await terminal.press('C-]');
    await terminal.shows(/^code=0/m);
  } finally {
    await terminal.close();
  }
});

test('a paused node is told, and goes on', async () => {
  expect(expectSuccess(await project.nxc('power', 'pause', 'client'))).toBe('client is paused.\n');
  expect(await status()).toMatch(/^ {2}client +client +paused/m);
  const { stderr } = await project.nxc('connect', 'client');
  expect(stderr).toMatch(/client is paused.*\nhint: `nxc power resume`/);
  expectSuccess(await project.nxc('power', 'resume', 'client'));
  expect(await status()).toMatch(/^ {2}client +client +running /m);
});

test('a cut link separates a node from the others only', async () => {
  expect(expectSuccess(await project.nxc('link', 'cut', 'server'))).toBe('server is cut off.\n');
  expect(await status()).toMatch(/^ {2}server +server +running, link cut/m);
  expect((await ping('client', 'server')).exitCode).toBe(1);
  expect(expectSuccess(await project.nxc('exec', 'server', '--', 'echo', 'here'))).toBe('here\n');
  expectSuccess(await project.nxc('link', 'restore', 'server'));
  await expect
    .poll(async () => (await ping('client', 'server')).exitCode, { timeout: 20_000, interval: 500 })
    .toBe(0);
  expect(await status()).not.toContain('link cut');
});

test('a slowed link is told, and a restored one is quick again', async () => {
  const text = expectSuccess(await project.nxc('link', 'slow', 'client', '--delay', '300'));
  expect(text).toBe('What client sends comes 300 ms late.\n');
  expect(await status()).toMatch(/^ {2}client +client +running, 300 ms late/m);
  const roundTrip = async () =>
    Number(/time=([\d.]+) ms/.exec(expectSuccess(await ping('client', 'server')))?.[1]);
  expect(await roundTrip()).toBeGreaterThan(299);
  expectSuccess(await project.nxc('link', 'restore', 'client'));
  expect(await status()).not.toContain('ms late');
});

test('a deployment is kept, and all of it is gone back to', async () => {
  const exec = (command: string) => project.nxc('exec', 'client', command);
  expectSuccess(await exec('echo before >/tmp/state'));
  const made = expectSuccess(await project.nxc('snapshot', 'create', 'kept'));
  expect(made).toMatch(/^Kept 2 nodes as “kept” \(\d+ MiB\)\.\nBack to it: nxc snapshot rollback kept$/m);
  expectSuccess(await exec('echo after >/tmp/state'));
  expect(expectSuccess(await project.nxc('snapshot', 'list'))).toMatch(
    /^kept +just now +\d+ MiB +client, server$/m,
  );
  expectSuccess(await project.nxc('snapshot', 'rollback', 'kept'));
  expect(expectSuccess(await exec('cat /tmp/state'))).toBe('before\n');
  expect(expectSuccess(await project.nxc('snapshot', 'remove', 'kept'))).toMatch(/^Removed “kept”: \d+ MiB/);
});

test('a kernel that panics is a failed node with its last words; the others go on, and a start replaces it', async () => {
  const dying = project.begin('exec', 'client', 'echo c >/proc/sysrq-trigger');
  await expect
    .poll(status, { timeout: 30_000, interval: 500 })
    .toMatch(/^ {2}client +client +failed +The kernel of node “client” panicked: sysrq triggered crash\.$/m);
  expect((await dying).stderr).toMatch(
    /^error: The kernel of node “client” panicked: sysrq triggered crash\./,
  );
  expect(JSON.stringify(await project.json('status'))).toContain('Kernel panic - not syncing');
  expect(expectSuccess(await project.nxc('exec', 'server', '--', 'hostname'))).toBe('server\n');
  expectSuccess(await project.nxc('start', '--memory', '256', '--memory', 'client=160'));
  expect(await status()).toMatch(/composition +vm +built .* +2\/2 running/);
});

test('stop leaves no process, no socket and no file', async () => {
  expect(expectSuccess(await project.nxc('stop'))).toMatch(/^Stopped composition::vm in /m);
  expect(await machinesOf(world.folder)).toEqual([]);
  expect(await socketsBelow(home)).toEqual([]);
  expect(await deploymentsBelow(home)).toEqual([]);
  expect(await status()).toMatch(/composition +vm +built (?!.*running)/);
});

test('a build that was collected as garbage is not called never built', async () => {
  const link = join(project.directory, 'build', 'composition::vm');
  await unlink(link);
  await symlink('/nix/store/00000000000000000000000000000000-collected', link);
  const { exitCode, stderr } = await project.nxc('start', '-f', 'vm');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^error: The build of “composition” for vm is gone from the Nix store\.\nhint: .*nxc build/,
  );
  expect(await status()).toMatch(/composition +vm +broken: the build is gone from the store/);
});
