import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolders } from './makeFolders.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nxc-folders-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('makes what is missing, and is content with what is there', async () => {
  await makeFolders(join(root, 'a/b/c'));
  await makeFolders(join(root, 'a/b/c'));
  expect((await stat(join(root, 'a/b/c'))).isDirectory()).toBe(true);
});

test('fails where the system refuses a folder', async () => {
  await writeFile(join(root, 'file'), '');
  await expect(makeFolders(join(root, 'file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.runIf(process.platform === 'linux')('ends on a file system that takes no folders', async () => {
  await expect(makeFolders('/proc/nxc/below')).rejects.toMatchObject({ code: 'ENOENT' });
});
