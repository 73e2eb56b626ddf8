import { execFileSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createWorkbench,
  edit,
  options,
  recording,
  targetIn,
  type Workbench,
  withRole,
} from './testing/workbench.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

const build = (directory: string, some = {}, work = recording()) =>
  bench.builds.build(targetIn(directory), options(some), work);

const git = (directory: string, ...gitArguments: string[]) =>
  execFileSync('git', ['-C', directory, ...gitArguments]).toString();

describe('the tutorial', () => {
  test('is built from its template to a link at the compose-info, and handed over to be loaded', async () => {
    const directory = await bench.makeProject();
    const work = recording();
    const result = await build(directory, {}, work);
    const link = join(directory, 'build/composition::docker');
    expect(result).toMatchObject({ target: targetIn(directory), outLink: link, wouldBuild: [] });
    expect(readlinkSync(link)).toBe(result.storePath);
    const composeInfo: unknown = JSON.parse(await readFile(link, 'utf8'));
    expect(composeInfo).toMatchObject({ flavour: 'docker' });
    expect(bench.loaded.at(-1)).toBe(result.storePath);
    expect(work.told).toContainEqual({ type: 'step', title: 'Building composition::docker' });
    const command = work.told.find((entry) => entry.type === 'command');
    expect(command?.command).toMatch(
      /^nix .*build \.#composition::docker .*--out-link build\/composition::docker$/,
    );
    expect(git(directory, 'diff', '--name-only')).toBe('');
  });

  test('is built by the very command that is shown', async () => {
    const directory = await bench.makeProject();
    const work = recording();
    const { storePath } = await build(directory, {}, work);
    await rm(join(directory, 'build'), { recursive: true });
    const command = work.told.find((entry) => entry.type === 'command')?.command ?? '';
    execFileSync('sh', ['-c', command], { cwd: directory });
    expect(readlinkSync(join(directory, 'build/composition::docker'))).toBe(storePath);
  });

  test('tells of each derivation when something is to be built', async () => {
    const directory = await bench.makeProject();
    await edit(join(directory, 'composition.nix'), 'Hello from', `Hello ${Date.now()} from`);
    const work = recording();
    const { derivationsBuilt } = await build(directory, {}, work);
    expect(derivationsBuilt).toBeGreaterThan(0);
    expect(work.told.filter((entry) => entry.type === 'derivation' && entry.state === 'built')).toHaveLength(
      derivationsBuilt,
    );
    expect((await build(directory)).derivationsBuilt).toBe(0);
  });

  test('evaluates to its roles, without building', async () => {
    const directory = await bench.makeProject();
    const evaluated = await bench.compositions.evaluate(targetIn(directory));
    expect(Object.keys(evaluated.roles)).toEqual(['client', 'server']);
    expect(evaluated.roles.server?.services).toEqual([expect.objectContaining({ name: 'web', ports: [80] })]);
    expect(evaluated.testScript).toContain('start_all()');
    expect(existsSync(join(directory, 'build'))).toBe(false);
    await edit(join(directory, 'composition.nix'), 'client = ', 'reader = ');
    expect(Object.keys((await bench.compositions.evaluate(targetIn(directory))).roles)).toContain('reader');
  });

  test('offers what its flake says', async () => {
    const directory = await bench.makeProject();
    expect(await bench.compositions.list(directory)).toContainEqual({
      composition: 'composition',
      flavour: 'docker',
    });
  });
});

describe('options and notes', () => {
  test('a dry run says what would be built, and builds and loads nothing', async () => {
    const directory = await bench.makeProject(withRole(`files."/x".text = "${Date.now()}";`));
    const before = bench.loaded.length;
    const planned = await build(directory, { dryRun: true });
    expect(planned).toMatchObject({ outLink: null, storePath: null, derivationsBuilt: 0 });
    expect(planned.wouldBuild).toContain('compose-info.json');
    expect(existsSync(join(directory, 'build'))).toBe(false);
    expect(bench.loaded).toHaveLength(before);
  });

  test('the link goes where it is asked to go', async () => {
    const directory = await bench.makeProject();
    const { outLink, storePath } = await build(directory, { outLink: 'elsewhere/result' });
    expect(outLink).toBe(join(directory, 'elsewhere/result'));
    expect(readlinkSync(join(directory, 'elsewhere/result'))).toBe(storePath);
    expect((await bench.builds.read(targetIn(directory))).state).toBe('never');
  });

  test('flags for Nix are passed on, and bad ones are told', async () => {
    const directory = await bench.makeProject();
    await build(directory, { nixFlags: ['--max-jobs', '2'] });
    await expect(build(directory, { nixFlags: ['--nosuchflag'] })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('--nosuchflag'),
    });
  });

  test('another store keeps what is built, also from its garbage collector', async () => {
    const directory = await bench.makeProject();
    const store = join(bench.root, 'store');
    const { storePath } = await build(directory, { store });
    expect(bench.loaded.at(-1)).toBe(`${store}${storePath}`);
    const nix = (...nixArguments: string[]) =>
      execFileSync('nix-store', [...nixArguments, '--store', store], { stdio: 'ignore' });
    nix('--gc');
    expect(await bench.builds.read(targetIn(directory))).toMatchObject({
      state: 'built',
      composeInfo: `${store}${storePath}`,
      stale: false,
    });
    await rm(join(directory, 'build'), { recursive: true });
    nix('--gc');
    expect(existsSync(`${store}${storePath}`)).toBe(false);
  });

  test('updating the inputs of a project on the tiny base needs no network', async () => {
    const directory = await bench.makeProject();
    const lock = join(directory, 'flake.lock');
    const before = await readFile(lock, 'utf8');
    await edit(lock, '"narHash": "sha256-', '"narHash": "sha256-0');
    await build(directory, { updateInputs: true });
    expect(await readFile(lock, 'utf8')).toBe(before);
  });

  test('an untracked Nix file is worth a warning', async () => {
    const directory = await bench.makeProject();
    await writeFile(join(directory, 'unused.nix'), '{ }');
    const work = recording();
    await build(directory, {}, work);
    expect(work.told).toContainEqual({
      type: 'warning',
      message: 'git does not know unused.nix, so Nix does not see it.',
      hint: 'If the composition needs it: git add -N unused.nix',
    });
  });
});

describe('the state of a build', () => {
  const state = async (directory: string) => bench.builds.read(targetIn(directory));

  test('is never, built, stale after an edit, built again when it is undone', async () => {
    const directory = await bench.makeProject();
    const file = join(directory, 'composition.nix');
    expect(await state(directory)).toEqual({ state: 'never' });
    const { storePath } = await build(directory);
    expect(await state(directory)).toMatchObject({ state: 'built', stale: false, composeInfo: storePath });
    const now = new Date();
    await utimes(file, now, now);
    expect(await state(directory)).toMatchObject({ stale: false });
    await edit(file, 'Hello from', 'Good day from');
    expect(await state(directory)).toMatchObject({ state: 'built', stale: true });
    await edit(file, 'Good day from', 'Hello from');
    expect(await state(directory)).toMatchObject({ stale: false });
    expect(await bench.builds.readAll(directory)).toEqual([
      { target: targetIn(directory), build: await state(directory) },
    ]);
  });

  test('of a link that another tool made goes by the age of the files', async () => {
    const directory = await bench.makeProject();
    const { storePath } = await build(directory);
    const link = join(directory, 'build/composition::docker');
    await rm(join(directory, 'build'), { recursive: true });
    await mkdir(join(directory, 'build'));
    await symlink(storePath ?? '', link);
    expect(await state(directory)).toMatchObject({ state: 'built', stale: false });
    const later = new Date(Date.now() + 10_000);
    await utimes(join(directory, 'composition.nix'), later, later);
    expect(await state(directory)).toMatchObject({ state: 'built', stale: true });
  });

  test('is broken when what the link points to is gone', async () => {
    const directory = await bench.makeProject();
    await mkdir(join(directory, 'build'));
    await symlink(
      '/nix/store/00000000000000000000000000000000-gone',
      join(directory, 'build/composition::docker'),
    );
    expect(await state(directory)).toMatchObject({
      state: 'broken',
      pointsTo: expect.stringContaining('gone'),
    });
    await build(directory);
    expect(await state(directory)).toMatchObject({ state: 'built', stale: false });
  });
});

describe('the library in the lock', () => {
  const withLocked = async (directory: string, path: string, narHash: string) => {
    const file = join(directory, 'flake.lock');
    const lock = JSON.parse(await readFile(file, 'utf8'));
    lock.nodes.nxc.locked = { type: 'path', path, narHash };
    await writeFile(file, JSON.stringify(lock));
  };
  const elsewhere = '/nonexistent/nxc/library/0123456789abcdef';
  const otherHash = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

  test('that is nowhere to be found is replaced, with a word to the user', async () => {
    const directory = await bench.makeProject();
    await withLocked(directory, elsewhere, otherHash);
    const work = recording();
    await build(directory, {}, work);
    expect(work.told).toContainEqual(
      expect.objectContaining({ type: 'warning', message: expect.stringContaining('not on this machine') }),
    );
    expect((await bench.projects.open(directory)).library).toBe('current');
    expect(await bench.builds.read(targetIn(directory))).toMatchObject({ stale: false });
  });

  test('whose folder is gone still builds from the store, and the lock stays', async () => {
    const directory = await bench.makeProject();
    await build(directory);
    const { narHash } = await bench.library.current();
    await withLocked(directory, elsewhere, narHash);
    const before = await readFile(join(directory, 'flake.lock'), 'utf8');
    await build(directory);
    expect(await readFile(join(directory, 'flake.lock'), 'utf8')).toBe(before);
  });

  test('that was written into is mended', async () => {
    const other = await createWorkbench();
    try {
      const directory = await other.makeProject(withRole('files."/x".text = "mended";'));
      const { path } = await other.library.current();
      await writeFile(join(path, 'spoilt.nix'), `{ } # ${Date.now()}`);
      // Nix only looks into the folder when its store does not have the content by that name.
      await withLocked(directory, path, otherHash);
      await other.builds.build(targetIn(directory), options(), recording());
      expect(existsSync(join(path, 'spoilt.nix'))).toBe(false);
    } finally {
      await other.close();
    }
  });

  test('that is not locked yet is locked first, without a network', async () => {
    const directory = await bench.makeProject();
    git(directory, 'rm', '--quiet', '--force', 'flake.lock');
    const work = recording();
    await build(directory, {}, work);
    expect((await bench.projects.open(directory)).library).toBe('current');
    expect(git(directory, 'ls-files', 'flake.lock').trim()).toBe('flake.lock');
  });

  test('that is not locked yet is locked by an update, too', async () => {
    const directory = await bench.makeProject();
    git(directory, 'rm', '--quiet', '--force', 'flake.lock');
    await build(directory, { updateInputs: true });
    expect(git(directory, 'ls-files', 'flake.lock').trim()).toBe('flake.lock');
  });

  test('of an older version builds as before, with a note', async () => {
    const directory = await bench.makeProject();
    const { path, narHash } = await bench.library.current();
    const other = await createWorkbench();
    const olderPath = join(other.library.directory, 'older');
    try {
      await other.library.current();
      execFileSync('cp', ['-r', path, olderPath]);
      await writeFile(join(olderPath, 'OLD'), '');
      const olderHash = execFileSync('nix', [
        '--extra-experimental-features',
        'nix-command',
        'hash',
        'path',
        olderPath,
      ])
        .toString()
        .trim();
      expect(olderHash).not.toBe(narHash);
      await withLocked(directory, olderPath, olderHash);
      const work = recording();
      await build(directory, {}, work);
      expect(work.told).toContainEqual(
        expect.objectContaining({ type: 'warning', hint: expect.stringContaining('nxc build -u') }),
      );
      await build(directory, { updateInputs: true });
      expect((await bench.projects.open(directory)).library).toBe('current');
    } finally {
      await other.close();
    }
  });
});
