import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'nxc');

let root: string;
let nxc: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nxc launcher-'));
  nxc = join(root, 'bin', 'nxc');
  await mkdir(join(root, 'bin'));
  await mkdir(join(root, 'tools'));
  await copyFile(launcher, nxc);
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function bundle(): Promise<void> {
  await mkdir(join(root, 'dist', 'cli'), { recursive: true });
  await writeFile(join(root, 'dist', 'cli', 'nxc.mjs'), 'console.log(JSON.stringify(process.argv.slice(2)))');
}

/** A program called node that only says its version and what it was asked to run. */
async function fakeNode(folder: string, version: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo ${version}; else echo "${version} ran $1"; fi\n`;
  await writeFile(join(folder, 'node'), script, { mode: 0o755 });
}

/** The launcher with only the programs of a plain system and, first, those in `tools`. */
const run = (...words: string[]) =>
  execa(nxc, words, {
    env: { PATH: `${join(root, 'tools')}:/usr/bin:/bin` },
    extendEnv: false,
    reject: false,
  });

test('without a build it says how to get one', async () => {
  const { exitCode, stderr } = await run('--help');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('nxc is not built yet');
  expect(stderr).toContain('npm run build');
});

test('the project’s own Node comes first', async () => {
  await bundle();
  await fakeNode(join(root, 'node_modules', '.bin'), 'v24.21.0');
  await fakeNode(join(root, 'tools'), 'v26.0.0');
  expect((await run('status')).stdout).toBe(`v24.21.0 ran ${join(root, 'dist', 'cli', 'nxc.mjs')}`);
});

test('a Node on the PATH that is too old is refused with a way out', async () => {
  await bundle();
  await fakeNode(join(root, 'tools'), 'v20.20.0');
  const { exitCode, stderr } = await run('status');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Node v20.20.0 is too old');
  expect(stderr).toContain('npm ci');
});

test('words reach the program as they are, also through a link', async () => {
  await bundle();
  await symlink(process.execPath, join(root, 'tools', 'node'));
  await symlink('../bin/nxc', join(root, 'tools', 'linked'));
  await chmod(nxc, 0o755);
  const words = ['exec', 'client', '--', 'echo $HOME', "it's", ''];
  const { stdout } = await execa(join(root, 'tools', 'linked'), words, {
    env: { PATH: `${join(root, 'tools')}:/usr/bin:/bin` },
    extendEnv: false,
  });
  expect(JSON.parse(stdout)).toEqual(words);
});
