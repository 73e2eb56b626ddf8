/** `nxc driver` as people use it: its prompt at a real terminal, its reports, its exit codes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTerminal, type Terminal } from './testing/terminal.ts';
import { createWorld, nxcProgram, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;
let terminal: Terminal;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0 });
  expect(await project.nxc('start')).toMatchObject({ exitCode: 0 });
  await project.write(
    'failing.py',
    'with subtest("looks"):\n    server.succeed("echo why; test -e /nothing")\n',
  );
  terminal = await openTerminal(world, project.directory);
});

afterAll(async () => {
  await terminal.close();
  await world.remove();
});

const clear = async (): Promise<void> => {
  await terminal.press('C-l');
};

test('the prompt takes statements of one and of several lines, and keeps what they define', async () => {
  await terminal.enter('nxc driver; echo "code=$?"');
  await terminal.shows(/composition::docker: client, server[\s\S]*>>>\s*$/);
  await terminal.enter('x = 20 + 1');
  await terminal.enter('x * 2');
  await terminal.shows(/^42$/m);
  await terminal.enter('for node in machines:');
  await terminal.enter('    print(node.succeed("hostname").strip(), "here")');
  await terminal.enter('');
  await terminal.shows(/^\s*client here\n\s*server here$/m);
});

test('Tab completes, and indents at the beginning of a line', async () => {
  await clear();
  await terminal.type('server.wait_for_open_p');
  await terminal.press('Tab');
  await terminal.shows(/>>> server\.wait_for_open_port/);
  await terminal.enter('(80)');
  await terminal.enter('if x:');
  await terminal.press('Tab');
  await terminal.enter('"indent" + "ed"');
  await terminal.enter('');
  await terminal.shows(/ {4}"indent"/);
});

test('Ctrl-C stops the call and not the session; a failure shows its place', async () => {
  await clear();
  await terminal.enter('server.succeed("sleep 100")');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await terminal.press('C-c');
  await terminal.shows(/KeyboardInterrupt/);
  await terminal.enter('x + 1');
  await terminal.shows(/^22$/m);
  await terminal.enter('half a line');
  await terminal.shows(/SyntaxError/);
  await terminal.type('forgotten');
  await terminal.press('C-c');
  await terminal.enter('server.succeed("echo wrong; exit 7")');
  await terminal.shows(/command `echo wrong; exit 7` failed \(exit code 7\)\nwrong/);
});

test('a script pauses where it fails, and goes on', async () => {
  await clear();
  await terminal.enter(':help');
  await terminal.shows(/:again/);
  await terminal.enter(':run');
  await terminal.shows(/✓ the client reads the page/);
  await terminal.enter(':run nonsense');
  await terminal.shows(/“nonsense” is not a line/);
  await terminal.enter(':reset');
  await terminal.enter('x');
  await terminal.shows(/name 'x' is not defined/);
  await terminal.press('C-d');
  await terminal.shows(/^code=0/m);
  await clear();
  await terminal.enter('nxc start --reuse -I --file-test-script failing.py');
  await terminal.shows(/Paused at .*failing\.py:2[\s\S]*\(paused\) >>>\s*$/);
  await terminal.enter('server.succeed("touch /nothing")');
  await terminal.enter(':again');
  await terminal.shows(/✓ looks/);
});

test('what was typed is there the next time', async () => {
  await terminal.press('C-d');
  await terminal.enter('clear; nxc driver');
  await terminal.shows(/>>>\s*$/);
  await terminal.press('Up');
  await terminal.press('Up');
  await terminal.shows(/>>> server\.succeed\("touch \/nothing"\)/);
  await terminal.press('C-c');
  await terminal.enter('server.succeed("rm /nothing")');
  await terminal.press('C-d');
});

test('a test that fails has its own exit code, and its reports are written', async () => {
  const failing = await project.nxc('driver', 'failing.py', '--report', 'out/', '--report', 'one.xml');
  expect(failing.exitCode).toBe(3);
  const read = (name: string) => readFile(join(project.directory, name), 'utf8');
  expect(await read('one.xml')).toBe(await read('out/report.xml'));
  expect(await read('one.xml')).toMatch(/<testcase name="looks"[\s\S]*<failure message="command `echo why/);
  expect(JSON.parse(await read('out/report.json'))).toMatchObject({
    outcome: 'failed',
    failure: { line: 2 },
  });
  expect(await read('out/report.html')).toContain('<!doctype html>');
  const passing = await project.nxc('driver', '-t', '--report', 'two.xml');
  expect(passing).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await read('two.xml')).toContain('failures="0"');
  const wrong = await project.nxc('driver', '-t', '--report', 'three.txt');
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('.xml (JUnit)') });
});

test('a deployment is named by its file, and commands are run as another user', async () => {
  await project.write(
    'who.py',
    'assert server.succeed("id -un").strip() == "nobody", server.succeed("id")\n',
  );
  const file = 'deploy/composition::docker.json';
  expect(await project.nxc('driver', 'who.py', '-l', 'nobody', '-d', file)).toMatchObject({
    exitCode: 0,
    stderr: '',
  });
  expect(await project.nxc('driver', '-t', '-d', 'flake.nix')).toMatchObject({ exitCode: 2 });
  expect(await project.nxc('driver', '-t', '-d', 'deploy/other::docker.json')).toMatchObject({ exitCode: 1 });
});

test('a script may come through a pipe; a prompt without a terminal is refused', async () => {
  const piped = await execa(nxcProgram, ['driver'], {
    cwd: project.directory,
    env: world.environment,
    extendEnv: false,
    input: 'print("from the pipe")\nserver.succeed("true")\n',
  });
  expect(piped.stdout).toMatch(/from the pipe[\s\S]*The test script passed/);
  expect(await project.nxc('start', '--reuse', '-I')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('needs a terminal'),
  });
});
