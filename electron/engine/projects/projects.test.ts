import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockedLibrary, parseFlakeLock } from '#shared/model/flakeLock.ts';
import { createProjects, type Projects } from './index.ts';
import { createLibrary, type Library } from './library/index.ts';

const librarySource = join(import.meta.dirname, '../../../resources/nix');

let root: string;
let library: Library;
let projects: Projects;
let running: string[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'nxc-projects-')));
  library = createLibrary({ source: librarySource, dataDirectory: join(root, 'data') });
  running = [];
  projects = createProjects({ library, librarySource, runningNodes: async () => running });
});
afterEach(async () => {
  await projects.close();
  await rm(root, { recursive: true });
});

const git = (directory: string, ...gitArguments: string[]) =>
  execFileSync('git', ['-C', directory, ...gitArguments]).toString();

const initialize = (directory: string, overwrite = false) =>
  projects.init({ directory, template: 'tutorial', overwrite });

test('each template is described without asking Nix', async () => {
  const templates = await projects.templates();
  expect(templates.map((template) => template.name)).toEqual(['tutorial', 'basic', 'webserver']);
  expect(templates.find((template) => template.name === 'tutorial')).toMatchObject({
    base: 'tiny',
    roles: ['server', 'client'],
  });
  for (const template of templates) {
    expect(template.description).not.toBe('');
    expect(template.roles).not.toEqual([]);
  }
});

describe('making a project', () => {
  test('in a new folder makes a repository that tracks it, locked to the library of this machine', async () => {
    const directory = join(root, 'new/tutorial');
    const { project, created, notes } = await initialize(directory);
    expect(project).toMatchObject({
      directory,
      name: 'tutorial',
      compositionFile: 'composition.nix',
      defaultFlavour: 'docker',
      base: 'tiny',
      git: { root: directory, untracked: [] },
      library: 'current',
    });
    expect(git(directory, 'ls-files').trim().split('\n')).toEqual(created);
    expect(notes).toEqual([expect.stringContaining('git repository was made')]);
    const lock = parseFlakeLock(await readFile(join(directory, 'flake.lock'), 'utf8'), 'flake.lock');
    expect(lockedLibrary(lock)).toEqual({ type: 'path', ...(await library.current()) });
  });

  test('in a repository of the user makes files known and commits or stages no content', async () => {
    git(root, 'init', '--quiet');
    const directory = join(root, 'sub');
    const { project } = await initialize(directory);
    expect(project.git).toEqual({ root, untracked: [] });
    expect(existsSync(join(directory, '.git'))).toBe(false);
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('');
  });

  test('never overwrites, names what is in the way and writes nothing then', async () => {
    const directory = join(root, 'mine');
    await mkdir(directory);
    await writeFile(join(directory, 'composition.nix'), 'mine');
    await expect(initialize(directory)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('composition.nix'),
    });
    expect(await readFile(join(directory, 'composition.nix'), 'utf8')).toBe('mine');
    expect(existsSync(join(directory, 'flake.nix'))).toBe(false);
    await initialize(directory, true);
    expect(await readFile(join(directory, 'composition.nix'), 'utf8')).not.toBe('mine');
  });

  test('takes the flavour that is asked for', async () => {
    const request = { directory: join(root, 'p'), template: 'webserver', overwrite: false } as const;
    const { project } = await projects.init({ ...request, flavour: 'vm' });
    expect(project).toMatchObject({ defaultFlavour: 'vm', base: 'nixpkgs', library: 'current' });
  });

  test('refuses an unknown template with those there are', async () => {
    await expect(
      projects.init({ directory: join(root, 'p'), template: 'nosuch', overwrite: false }),
    ).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('tutorial, basic, webserver'),
    });
  });

  test('warns when some versions of Nix could not build in the folder', async () => {
    const { notes } = await initialize(join(root, 'my project'));
    expect(notes.at(-1)).toContain('cannot build in');
  });

  test('on the tiny base says what is missing when there is no busybox, before writing anything', async () => {
    const none = createLibrary({
      source: librarySource,
      dataDirectory: join(root, 'other'),
      environment: { NXC_BUSYBOX: '/nonexistent/busybox' },
    });
    const without = createProjects({ library: none, librarySource, runningNodes: async () => [] });
    const directory = join(root, 'p');
    await expect(without.init({ directory, template: 'tutorial', overwrite: false })).rejects.toMatchObject({
      code: 'missing-program',
      hint: expect.stringContaining('nxc doctor'),
    });
    expect(existsSync(directory)).toBe(false);
    await without.init({ directory, template: 'basic', overwrite: false });
    expect(existsSync(join(directory, 'flake.lock'))).toBe(true);
  });
});

describe('opening a project', () => {
  test('looks upwards, through links, and changes nothing', async () => {
    const directory = join(root, 'p');
    await initialize(directory);
    await mkdir(join(directory, 'a/b'), { recursive: true });
    await symlink(join(directory, 'a'), join(root, 'link'));
    const before = git(directory, 'status', '--porcelain');
    expect((await projects.open(join(root, 'link/b'))).directory).toBe(directory);
    expect(git(directory, 'status', '--porcelain')).toBe(before);
  });

  test('takes a flake without nxc.json, and one without git', async () => {
    await writeFile(join(root, 'flake.nix'), '{ outputs = { self }: { }; }');
    await writeFile(join(root, 'compositions.nix'), '{ }');
    expect(await projects.open(root)).toMatchObject({
      compositionFile: 'compositions.nix',
      defaultFlavour: 'docker',
      base: 'unknown',
      git: null,
      library: 'not-ours',
    });
  });

  test('says so when there is no project, or no folder', async () => {
    await expect(projects.open(root)).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('nxc init'),
    });
    await expect(projects.open(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['{\n  "composition": "a.nix"\n  "x": 1\n}', 3, 3, /not valid JSON/],
    ['{\n  "default_flavour": "dockr"\n}', 2, 3, /default flavour/],
    ['{ "composition": 5 }', 1, 3, /“composition”/],
    ['[]', 1, 1, /set of entries/],
  ])('points into a wrong nxc.json: %j', async (text, line, column, message) => {
    const file = join(root, 'nxc.json');
    await writeFile(file, text);
    await expect(projects.open(root)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message),
      details: { position: { file, line, column } },
    });
  });

  test('reads upstream’s nxc.json', async () => {
    await writeFile(
      join(root, 'nxc.json'),
      '{"composition": "composition.nix", "default_flavour": "g5k-ramdisk", "platform": "Grid5000"}',
    );
    expect(await projects.open(root)).toMatchObject({ defaultFlavour: 'g5k-ramdisk' });
  });
});

describe('the library in the lock', () => {
  const setLocked = async (directory: string, locked: Record<string, string>) => {
    const file = join(directory, 'flake.lock');
    const lock = parseFlakeLock(await readFile(file, 'utf8'), file);
    const node = { ...lock.nodes.nxc, locked };
    await writeFile(file, JSON.stringify({ ...lock, nodes: { ...lock.nodes, nxc: node } }));
  };

  test('is current, older, missing, not ours or unlocked', async () => {
    const directory = join(root, 'p');
    await initialize(directory);
    const state = async () => (await projects.open(directory)).library;
    expect(await state()).toBe('current');
    await mkdir(join(library.directory, 'older'));
    await setLocked(directory, { type: 'path', path: join(library.directory, 'older'), narHash: 'sha256-x' });
    expect(await state()).toBe('older');
    await setLocked(directory, { type: 'path', path: '/home/ada/nxc/library/0abc', narHash: 'sha256-x' });
    expect(await state()).toBe('missing');
    await setLocked(directory, { type: 'github', owner: 'nxc-desktop', repo: 'nxc-desktop', rev: '1' });
    expect(await state()).toBe('not-ours');
    await rm(join(directory, 'flake.lock'));
    expect(await state()).toBe('unlocked');
    await writeFile(join(directory, 'flake.lock'), 'broken');
    expect(await state()).toBe('unlocked');
  });

  test('is brought up to date on request, once', async () => {
    const directory = join(root, 'p');
    await initialize(directory);
    await setLocked(directory, { type: 'path', path: '/home/ada/nxc/library/0abc', narHash: 'sha256-x' });
    expect(await projects.updateLibrary(directory)).toBe(true);
    expect((await projects.open(directory)).library).toBe('current');
    expect(await projects.updateLibrary(directory)).toBe(false);
  });
});

test('tracking makes git aware of files and names those that were new', async () => {
  const directory = join(root, 'p');
  await initialize(directory);
  await writeFile(join(directory, 'roles.nix'), '{ }');
  expect((await projects.open(directory)).git?.untracked).toEqual(['roles.nix']);
  expect(await projects.track(directory, ['roles.nix', 'composition.nix'])).toEqual(['roles.nix']);
  expect((await projects.open(directory)).git?.untracked).toEqual([]);
  await expect(projects.track(directory, ['nosuch.nix'])).rejects.toMatchObject({
    message: expect.stringContaining('nosuch.nix'),
  });
});

test('cleaning removes what was generated, and refuses while nodes run', async () => {
  const directory = join(root, 'p');
  await initialize(directory);
  await mkdir(join(directory, 'build'));
  await mkdir(join(directory, 'deploy'));
  running = ['server'];
  await expect(projects.clean(directory)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('server'),
  });
  running = [];
  expect(await projects.clean(directory)).toEqual(['build', 'deploy']);
  expect(await projects.clean(directory)).toEqual([]);
});

test('watching tells of writes and not of what is generated', async () => {
  const directory = join(root, 'p');
  await initialize(directory);
  await mkdir(join(directory, 'build'));
  await projects.watch(directory);
  const told = new Promise((resolve) => {
    projects.onChange(resolve);
  });
  await writeFile(join(directory, 'build/x'), '');
  await writeFile(join(directory, 'composition.nix'), '{ }');
  await writeFile(join(directory, 'new.nix'), '{ }');
  expect(await told).toEqual({ directory, paths: ['composition.nix', 'new.nix'] });
});
