/** What a user mistypes in a composition: told at its place, without Nix's own words, and gone once it is corrected. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
});

// However a fault showed itself: once it is corrected, the very next command works.
afterEach(async () => {
  await project.restore();
  await rm(join(project.directory, 'client.nix'), { force: true });
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0, stderr: '' });
});

afterAll(() => world.remove());

interface Mistake {
  readonly name: string;
  readonly text: string;
  readonly replacement: string;
  /** The whole of the first line after `error: `. */
  readonly message: RegExp;
  /** Part of the line in question, as in the file. */
  readonly place: string;
  readonly hint: RegExp;
}

const server = 'port = 80;';
const client = 'client = { ... }: { };';

const mistakes: readonly Mistake[] = [
  {
    name: 'a syntax error',
    text: server,
    replacement: 'port = 80',
    message: /^A semicolon is missing before “}”\.$/,
    place: '};',
    hint: /the line before/,
  },
  {
    name: 'an undefined variable',
    text: server,
    replacement: 'port = prot;',
    message: /^“prot” is not defined\.$/,
    place: 'port = prot;',
    hint: /Did you mean “port”\?/,
  },
  {
    name: 'a missing attribute',
    text: 'command = "httpd',
    replacement: 'command = pkgs.lib.nope + "httpd',
    message: /“nope”/,
    place: 'pkgs.lib.nope',
    hint: /\S/,
  },
  {
    name: 'a package that the tiny base does not have',
    text: client,
    replacement: 'client = { pkgs, ... }: { environment.systemPackages = [ pkgs.nginx ]; };',
    message: /^pkgs\.nginx is not in the tiny base \(busybox only\)\.$/,
    place: '[ pkgs.nginx ]',
    hint: /switch to nixpkgs/,
  },
  {
    name: 'infinite recursion',
    text: 'command = "httpd',
    replacement: 'command = let endless = endless + ""; in endless + "httpd',
    message: /^This value needs itself\.$/,
    place: 'endless = endless',
    hint: /\S/,
  },
  {
    name: 'a value of the wrong type',
    text: 'command = "httpd -f -p 80 -h /srv/www";',
    replacement: 'command = [ "httpd" ];',
    message: /services\.web\.command/,
    place: 'command = [ "httpd" ];',
    hint: /\S/,
  },
  {
    name: 'adding a number to a text',
    text: 'command = "httpd -f -p 80 -h /srv/www";',
    replacement: 'command = "httpd -p " + 80;',
    message: /\S/,
    place: 'command = "httpd -p " + 80;',
    hint: /toString/,
  },
  {
    name: 'an option that does not exist',
    text: server,
    replacement: 'prot = 80;',
    message: /^There is no option “services\.web\.prot”\.$/,
    place: 'prot = 80;',
    hint: /Similar options: services\.web\.port/,
  },
  {
    name: 'an option of NixOS that the tiny base does not have',
    text: client,
    replacement: 'client = { ... }: { services.nginx.enable = true; };',
    message: /^There is no option “services\.nginx”\.$/,
    place: 'services.nginx.enable',
    hint: /switch to nixpkgs/,
  },
  {
    name: 'a file that does not exist',
    text: client,
    replacement: 'client = import ./client.nix;',
    message: /^The file client\.nix does not exist\.$/,
    place: 'import ./client.nix',
    hint: /Create it/,
  },
];

test.each(mistakes)('$name', async ({ text, replacement, message, place, hint }) => {
  await project.edit(text, replacement);
  const { exitCode, stderr } = await project.nxc('build');
  expect(exitCode).toBe(1);
  const [first = '', position = '', excerpt = '', caret = ''] = stderr.split('\n');
  expect(first).toMatch(/^error: composition\.nix:\d+:\d+: /);
  expect(first.replace(/^error: composition\.nix:\d+:\d+: /, '')).toMatch(message);
  expect(position).toMatch(/^ {2}composition\.nix:\d+:\d+$/);
  expect(excerpt).toMatch(/^ {2}\d+ \| /);
  expect(excerpt).toContain(place);
  expect(caret).toMatch(/^ +\^$/);
  expect(stderr).toMatch(/^hint: /m);
  expect(stderr.slice(stderr.indexOf('\nhint: '))).toMatch(hint);
  // Nix's own words are for those who ask for them.
  expect(stderr).not.toMatch(/while (evaluating|calling)|\/nix\/store/);
  expect((await project.nxc('build', '-v')).stderr).toMatch(/error:[\s\S]*error:/);
});

test('the same as a document: code, position, hint', async () => {
  await project.edit(server, 'port = prot;');
  expect(await project.json('build')).toMatchObject({
    ok: false,
    error: {
      code: 'nix-evaluation',
      hint: expect.stringContaining('port'),
      details: { position: { file: join(project.directory, 'composition.nix'), line: 32, column: 18 } },
    },
  });
});

test('a file that git does not know: said before, and at its place', async () => {
  await project.edit(client, 'client = import ./client.nix;');
  await project.write('client.nix', '{ ... }: { }\n');
  const { exitCode, stdout, stderr } = await project.nxc('build');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('warning: git does not know client.nix, so Nix does not see it.\n');
  expect(stderr).toMatch(
    /^error: composition\.nix:38:14: The file client\.nix exists, but git does not know it/,
  );
  expect(stderr).toMatch(/^hint: Run `git add -N client\.nix`/m);
  await execa('git', ['add', '-N', 'client.nix'], { cwd: project.directory });
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0, stderr: '' });
  await execa('git', ['rm', '-q', '--cached', 'client.nix'], { cwd: project.directory });
});

test('a composition without roles, an empty one, and none at all', async () => {
  await project.edit('roles = {', 'rolse = {');
  expect((await project.nxc('build')).stderr).toMatch(
    /^error: composition\.nix has no roles \(it has: rolse, testScript\)/,
  );
  await project.write('composition.nix', '\n');
  expect((await project.nxc('build')).stderr).toMatch(
    /^error: composition\.nix:1:1: The file ends too early/,
  );
  await rm(join(project.directory, 'composition.nix'));
  expect((await project.nxc('build')).stderr).toMatch(
    /^error: The file composition\.nix does not exist\.\nhint: /,
  );
});

test('what was built before still starts, and status says why the project cannot be read', async () => {
  await project.edit(server, 'port = prot;');
  const status = await project.nxc('status');
  expect(status.exitCode).toBe(0);
  expect(status.stdout).toContain('stale: the sources are newer');
  expect(status.stdout).toMatch(
    /warning: It cannot be built as it is: composition\.nix:32:18: “prot” is not defined\.\nhint: `nxc build`/,
  );
  expect(await project.nxc('start')).toMatchObject({ exitCode: 0 });
  expect(await project.nxc('stop')).toMatchObject({ exitCode: 0 });
});
