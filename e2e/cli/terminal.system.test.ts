/** The command at a real terminal: shells on nodes, progress, Ctrl-C, completion. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTerminal, type Terminal } from './testing/terminal.ts';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;
let terminal: Terminal;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0 });
  terminal = await openTerminal(world, project.directory);
});

beforeEach(async () => {
  await terminal.enter('clear; echo rea""dy');
  await terminal.shows(/^ready/m);
});

afterAll(async () => {
  await terminal.close();
  await world.remove();
});

test('start shows its steps and leaves the finished ones', async () => {
  await terminal.enter('nxc start; echo "code=$?"');
  await terminal.shows(/✓ Creating 2 nodes [\s\S]*2 nodes of composition::docker:[\s\S]*code=0/);
});

test('connect is a shell with its own terminal, and ends with the shell’s exit code', async () => {
  await terminal.enter('nxc connect server; echo "code=$?"');
  await terminal.enter('echo "host=$(hostname) columns=$(stty size)"');
  await terminal.shows(/host=server columns=50 120/);
  await terminal.press('C-c');
  await terminal.enter('echo still the""re');
  await terminal.shows(/^still there/m);
  await terminal.enter('exit 5');
  await terminal.shows(/^code=5/m);
  await terminal.enter('echo local ag""ain');
  await terminal.shows(/^local again/m);
});

test('a node that does not run is named with what to do', async () => {
  await terminal.enter('nxc connect sever');
  await terminal.shows(/error: There is no node “sever”\.\nhint: The nodes are: client, server\./);
});

test('connect without a host shows every node, each in a pane of tmux', async () => {
  await terminal.enter('nxc connect');
  const panes = async () => {
    const lines = await terminal.tmux('list-panes', '-a', '-F', '#{pane_id} #{session_name}');
    return lines.split('\n').filter((line) => line.includes(' nxc-composition-'));
  };
  await expect.poll(panes, { timeout: 60_000 }).toHaveLength(2);
  const identifiers = (await panes()).map((line) => line.split(' ')[0] ?? '');
  for (const [index, host] of ['client', 'server'].entries()) {
    const pane = identifiers[index] ?? '';
    await terminal.tmux('send-keys', '-t', pane, 'echo "I am $(hostname)"', 'Enter');
    await expect
      .poll(() => terminal.tmux('capture-pane', '-p', '-t', pane), { timeout: 60_000 })
      .toMatch(new RegExp(`^I am ${host}`, 'm'));
  }
  for (const pane of identifiers) await terminal.tmux('send-keys', '-t', pane, 'exit', 'Enter');
  await expect.poll(panes, { timeout: 60_000 }).toEqual([]);
});

test('in a pipe it says what to do instead', async () => {
  expect(await project.nxc('connect', 'server')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'error: A shell needs a terminal, and this is a pipe or a file.\n' +
      'hint: To run one command without a terminal: nxc exec server -- command\n',
  });
  const all = await project.nxc('connect');
  expect(all.exitCode).toBe(1);
  expect(all.stdout).toBe('  1  nxc connect client\n  2  nxc connect server\n');
  expect(all.stderr).toMatch(/^error: The nodes cannot be shown side by side: this is not a terminal\./);
});

test('the Tab key completes commands, options and nodes', async () => {
  await terminal.enter('source <(nxc completion bash); echo completion lo""aded');
  await terminal.shows(/^completion loaded/m);
  for (const [typed, completed] of [
    ['nxc conn', /[$#] nxc connect/],
    ['nxc start --bui', /[$#] nxc start --build/],
    ['nxc connect ser', /[$#] nxc connect server/],
    ['nxc init -t tut', /[$#] nxc init -t tutorial/],
  ] as const) {
    await terminal.type(typed);
    await terminal.press('Tab');
    await terminal.shows(completed);
    await terminal.press('C-u');
  }
});

test('Ctrl-C during a start: says that it was heard, and what is left', async () => {
  await terminal.enter('nxc stop && nxc start -r client=8; echo "code=$?"');
  await terminal.shows(/Creating 9 nodes/);
  await terminal.press('C-c');
  await terminal.shows(/Cancelling, please wait[\s\S]*error: Cancelled\.[\s\S]*code=130/);
  expect(await project.left()).toEqual([]);
});
