/** The loop as a user types it, on the bundled program with the real Nix and Docker. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Outcome, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
});

afterAll(() => world.remove());

/** Begins every colour, cursor movement and title of a terminal. */
const controlStart = '\u001b';

function expectSuccess({ exitCode, stdout, stderr }: Outcome): string {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).not.toContain(controlStart);
  expect(stdout).not.toContain('\r');
  return stdout;
}

// One story: every test goes on where the one before it stopped.

test('init says what it made and what comes next', async () => {
  const folder = join(world.folder, 'another');
  const text = expectSuccess(await world.nxcIn(world.folder, ['init', folder, '-t', 'basic']));
  expect(text).toContain(`Made ${folder} from the template basic:\n`);
  expect(text).toContain('  composition.nix\n');
  expect(text).toContain('  nxc.json\n');
  expect(text.trimEnd().split('\n').at(-1)).toBe(`Next: cd ${folder} && nxc start --build`);
});

test('status before the first build', async () => {
  expect(expectSuccess(await project.nxc('status'))).toMatch(/composition +docker +never built/);
});

test('build leaves the link where upstream looks for it', async () => {
  const text = expectSuccess(await project.nxc('build'));
  expect(text).toMatch(
    /^Building composition::docker\n[\s\S]*Built composition::docker in [\d.]+ m?s .*\nNext: nxc start\n$/,
  );
  const composeInfo = JSON.parse(
    await readFile(join(project.directory, 'build', 'composition::docker'), 'utf8'),
  );
  expect(composeInfo).toMatchObject({ flavour: 'docker', roles: ['client', 'server'] });
});

test('start gives a role as many nodes as it was told to', async () => {
  const text = expectSuccess(await project.nxc('start', '-r', 'client=3'));
  expect(text).toContain('4 nodes of composition::docker:\n');
  expect(text).toMatch(/^ {2}client3 +client +running +\d+\.\d+\.\d+\.\d+$/m);
  expect(text.trimEnd().split('\n').at(-1)).toBe('Next: nxc connect client1');
});

test('status shows the nodes, also from below the project’s folder', async () => {
  const text = expectSuccess(await world.nxcIn(join(project.directory, 'build'), ['status']));
  expect(text).toMatch(/composition +docker +built just now +4\/4 running/);
  expect(text).toMatch(/server +server +running/);
});

test('exec has the output, the words and the exit code of what ran', async () => {
  expect(expectSuccess(await project.nxc('exec', 'client2', '--', 'hostname'))).toBe('client2\n');
  expect(expectSuccess(await project.nxc('exec', 'client2', 'echo $((6 * 7)) | cat'))).toBe('42\n');
  expect(expectSuccess(await project.nxc('exec', 'server', '--', 'echo', 'a  b', '$HOME'))).toBe(
    'a  b $HOME\n',
  );
  const failing = await project.nxc('exec', 'server', '--', 'sh', '-c', 'echo oh >&2; exit 7');
  expect(failing).toMatchObject({ exitCode: 7, stdout: '', stderr: 'oh\n' });
});

test('nodes reach each other by name', async () => {
  const page = expectSuccess(await project.nxc('exec', 'client3', '--', 'wget', '-qO-', 'http://server/'));
  expect(page).toContain('Hello from the server');
});

test('logs prints what a node wrote', async () => {
  expectSuccess(await project.nxc('exec', 'client1', 'echo from-the-node > /proc/1/fd/1'));
  expect(expectSuccess(await project.nxc('logs', 'client1', '--tail', '1'))).toContain('from-the-node');
});

test('driver -t shows every statement of the test script', async () => {
  expectSuccess(await project.nxc('start', '-r', 'client=1'));
  const text = expectSuccess(await project.nxc('driver', '-t'));
  expect(text).toMatch(/✓ server: server\.wait_for_open_port\(80\)/);
  expect(text).toMatch(/✓ the client reads the page/);
  expect(text).toMatch(/The test script passed: \d+ statements in [\d.]+ m?s\.\n$/);
});

test('a test that fails says where, and leaves the nodes for a look', async () => {
  await project.write('failing.py', 'start_all()\nserver.succeed("test -e /nothing")\n');
  const failing = await project.nxc('driver', 'failing.py');
  expect(failing.exitCode).toBe(3);
  expect(failing.stderr).toMatch(/error: The test script failed.*\n/);
  expect(failing.stderr).toContain('failing.py:2:1');
  expect(failing.stderr).toContain('server.succeed("test -e /nothing")');
  expect(failing.stderr).toContain('nxc connect');
  expectSuccess(await project.nxc('driver', '-t'));
});

test('start --build replaces only the node whose role was edited', async () => {
  const before = await project.containers();
  await project.edit('<h1>Hello from the server', '<h1>Hello from the server, edited');
  const text = expectSuccess(await project.nxc('start', '--build'));
  expect(text).not.toContain('client removed');
  const after = await project.containers();
  expect([...after.keys()].sort()).toEqual(['client', 'server']);
  expect(after.get('client')).toBe(before.get('client'));
  expect(after.get('server')).not.toBe(before.get('server'));
  const page = expectSuccess(
    await project.nxc(
      'exec',
      'client',
      'for i in 1 2 3 4 5 6 7 8 9; do wget -qO- http://server && break; sleep 0.3; done',
    ),
  );
  expect(page).toContain('edited');
});

test('status knows that the sources have changed since the build', async () => {
  await project.edit(', edited', ', edited again');
  expect(expectSuccess(await project.nxc('status'))).toContain('stale: the sources are newer');
  await project.restore();
});

test('clean refuses while nodes run', async () => {
  const { exitCode, stderr } = await project.nxc('clean');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: .*run/);
  expect(stderr).toContain('nxc stop');
});

test('stop leaves nothing in Docker, and a second one says so', async () => {
  expect(expectSuccess(await project.nxc('stop'))).toMatch(/Stopped composition::docker in [\d.]+ m?s\./);
  expect(await project.left()).toEqual([]);
  const again = await project.nxc('stop');
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toMatch(/^error: Nothing of this project runs: there is nothing to stop\.\nhint: /);
});

test('clean removes what was generated, and the loop begins anew', async () => {
  expect(expectSuccess(await project.nxc('clean'))).toMatch(/^Removed .*build/);
  expectSuccess(await project.nxc('start', '--build', '-t'));
  expectSuccess(await project.nxc('stop'));
});

test('the demo goes from nothing to a tested deployment and back', async () => {
  const text = expectSuccess(await world.nxcIn(world.folder, ['demo']));
  expect([...text.matchAll(/^\d+\. .*$/gm)]).toHaveLength(7);
  expect(text).toContain('No container, no network, no volume.');
  expect(text).toMatch(/The demo succeeded in [\d.]+ s\./);
});
