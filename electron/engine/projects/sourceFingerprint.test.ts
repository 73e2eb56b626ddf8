import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceFingerprint } from './sourceFingerprint.ts';

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'nxc-sources-')));
});
afterEach(() => rm(root, { recursive: true }));

const git = (...gitArguments: string[]) => execFileSync('git', ['-C', root, ...gitArguments]);

describe.each(['git', 'no git'])('with %s', (kind) => {
  const file = () => join(root, 'sub/composition.nix');
  const current = () => sourceFingerprint(join(root, 'sub'), kind === 'git' ? root : null);

  beforeEach(async () => {
    await mkdir(join(root, 'sub/build'), { recursive: true });
    await writeFile(file(), '{ }');
    await writeFile(join(root, 'sub/flake.lock'), '{ }');
    if (kind === 'git') {
      git('init', '--quiet');
      git('add', '.');
    }
  });

  test('an edit changes it, and undoing the edit changes it back', async () => {
    const before = await current();
    await writeFile(file(), '{ a = 1; }');
    const edited = await current();
    expect(edited.files).not.toBe(before.files);
    expect(edited.lock).toBe(before.lock);
    await writeFile(file(), '{ }');
    expect(await current()).toEqual(before);
  });

  test('a touch does not', async () => {
    const before = await current();
    await utimes(file(), 1, 1);
    expect(await current()).toEqual(before);
  });

  test('neither does what builds and starts generate', async () => {
    const before = await current();
    await writeFile(join(root, 'sub/build/x'), '1');
    if (kind === 'git') git('add', '--force', '.');
    expect(await current()).toEqual(before);
  });

  test('the mode, the lock and a removed file count', async () => {
    const before = await current();
    await chmod(file(), 0o755);
    expect((await current()).files).not.toBe(before.files);
    await chmod(file(), 0o644);
    await writeFile(join(root, 'sub/flake.lock'), '{ "nodes": {} }');
    const relocked = await current();
    expect(relocked.files).toBe(before.files);
    expect(relocked.lock).not.toBe(before.lock);
    await rm(file());
    expect((await current()).files).not.toBe(before.files);
  });
});

describe('with git alone', () => {
  beforeEach(async () => {
    git('init', '--quiet');
    await writeFile(join(root, 'a.nix'), '1');
    git('add', '.');
  });

  test('staging and committing an edit change nothing more', async () => {
    await writeFile(join(root, 'a.nix'), '2');
    const edited = await sourceFingerprint(root, root);
    git('add', '.');
    expect(await sourceFingerprint(root, root)).toEqual(edited);
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'x');
    expect(await sourceFingerprint(root, root)).toEqual(edited);
  });

  test('an untracked file is not seen until git is told of it', async () => {
    const before = await sourceFingerprint(root, root);
    await writeFile(join(root, 'b.nix'), '1');
    expect(await sourceFingerprint(root, root)).toEqual(before);
    git('add', '--intent-to-add', 'b.nix');
    const tracked = await sourceFingerprint(root, root);
    expect(tracked).not.toEqual(before);
    git('add', 'b.nix');
    expect(await sourceFingerprint(root, root)).toEqual(tracked);
  });

  test('a file beside the project, in the same repository, counts', async () => {
    await mkdir(join(root, 'sub'));
    const before = await sourceFingerprint(join(root, 'sub'), root);
    await writeFile(join(root, 'a.nix'), '3');
    expect(await sourceFingerprint(join(root, 'sub'), root)).not.toEqual(before);
  });
});
