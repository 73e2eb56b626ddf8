/** Wrong words, wrong places: what the command line answers before it does anything. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
});

afterAll(() => world.remove());

test.each([
  ['strat', /^Unknown command 'strat'\.$/, /^Did you mean start\?/, 2],
  ['start --biuld', /^Unknown option '--biuld'\.$/, /^Did you mean --build\?/, 2],
  ['start -f dokcer', /^“dokcer” is not a flavour\. There are: docker, vm/, /nxc start --help/, 2],
  ['start -C a::b::c', /^“a::b::c” does not read as composition::flavour/, /nxc start --help/, 2],
  ['start -f docker -C x::vm', /^-f says docker and -C says vm\.$/, /only one/, 2],
  ['exec', /^Missing required argument 'node'\.$/, /nxc exec --help/, 2],
  ['logs server --tail many', /^“many” is not a number of lines\.$/, /nxc logs --help/, 2],
  [
    'init other -t nope',
    /^There is no template “nope”\.$/,
    /^Templates are: tutorial, basic, webserver\.$/,
    1,
  ],
  [
    'build -C nope::docker',
    /^This project has no “nope::docker”\.$/,
    /^There are: composition::docker, composition::vm, composition::vm-ramdisk\.$/,
    1,
  ],
  ['start', /^Nothing is built for docker in /, /nxc build.*nxc start --build/, 1],
  ['start -f vm', /^Nothing is built for vm in /, /nxc build -f vm/, 1],
  ['connect', /^Nothing of this project runs\.$/, /nxc start/, 1],
  ['stop', /^Nothing of this project runs: there is nothing to stop\.$/, /nxc status/, 1],
  ['start --kernel-params x', /`-k, --kernel-params <parameters>`.* is not there yet\.$/, /\S/, 1],
])('nxc %s', async (line, message, hint, expected) => {
  const { exitCode, stderr } = await project.nxc(...line.split(' '));
  const [first = '', ...rest] = stderr.trimEnd().split('\n');
  const second = rest.find((text) => text.startsWith('hint: ')) ?? '';
  expect(first.replace(/^error: /, '')).toMatch(message);
  expect(second.replace(/^hint: /, '')).toMatch(hint);
  expect(exitCode).toBe(expected);
});

test('an unknown node is answered with those that there are', async () => {
  expect(await project.nxc('start', '--build')).toMatchObject({ exitCode: 0 });
  const { exitCode, stderr } = await project.nxc('exec', 'sever', '--', 'ls');
  expect(exitCode).toBe(1);
  expect(stderr).toBe('error: There is no node “sever”.\nhint: The nodes are: client, server.\n');
  expect(await project.nxc('stop')).toMatchObject({ exitCode: 0 });
});

describe('outside a project', () => {
  test.each([
    'build',
    'start',
    'status',
    'stop',
    'clean',
    'exec server ls',
    'logs server',
    'connect',
    'driver -t',
    'build -F',
  ])('nxc %s', async (line) => {
    const outside = join(world.folder, 'outside');
    await mkdir(outside, { recursive: true });
    expect(await world.nxcIn(outside, line.split(' '))).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        `error: There is no project in ${outside}, nor in a folder above it.\n` +
        'hint: A project has an nxc.json or a flake.nix. Make one with `nxc init`, or change into the folder of one.\n',
    });
  });

  test('a folder that does not exist', async () => {
    const { exitCode, stderr } = await world.nxcIn(world.folder, ['-d', '/nowhere-at-all', 'status']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: There is no folder \/nowhere-at-all\.\nhint: /);
  });
});

test('init into a folder that has files overwrites nothing, unless told', async () => {
  const folder = join(world.folder, 'mine');
  await mkdir(folder);
  await writeFile(join(folder, 'flake.nix'), 'mine');
  const refused = await world.nxcIn(folder, ['init']);
  expect(refused).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      `error: ${folder} already has flake.nix; nothing was written.\n` +
      'hint: Choose another folder, or replace these files: `nxc init --overwrite`.\n',
  });
  expect(await readdir(folder)).toEqual(['flake.nix']);
  expect(await world.nxcIn(folder, ['init', '--overwrite'])).toMatchObject({ exitCode: 0 });
  expect(await world.nxcIn(folder, ['build'])).toMatchObject({ exitCode: 0, stderr: '' });
});
