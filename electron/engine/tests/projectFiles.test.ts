import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProjectFolders, readableFile, writableFile } from './projectFiles.ts';

let root: string;
let folders: ProjectFolders;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'nxc-project-files-')));
  folders = { project: join(root, 'project'), output: join(root, 'project', 'output') };
  await mkdir(folders.project);
  await writeFile(join(root, 'secret'), 'secret');
  await writeFile(join(folders.project, 'data'), 'data');
  await symlink(join(root, 'secret'), join(folders.project, 'link'));
});

afterEach(() => rm(root, { recursive: true }));

test('files of the project can be read, by relative and absolute path', async () => {
  const data = join(folders.project, 'data');
  expect(await readableFile(folders, 'data')).toBe(data);
  expect(await readableFile(folders, data)).toBe(data);
});

test.each(['../secret', '/etc/passwd', 'link', '..', 'output/../../secret'])(
  '%s cannot be read',
  async (path) => {
    await expect(readableFile(folders, path)).rejects.toMatchObject({ code: 'permission-denied' });
  },
);

test('a missing file of the project is named', async () => {
  await expect(readableFile(folders, 'nothing')).rejects.toMatchObject({ code: 'not-found' });
});

test('copies from nodes go below the output folder', async () => {
  expect(await writableFile(folders, '/var/log/messages', '')).toBe(join(folders.output, 'messages'));
  expect(await writableFile(folders, '/var/log/messages', 'a/b')).toBe(join(folders.output, 'a/b/messages'));
  await mkdir(join(root, 'elsewhere'));
  await symlink(join(root, 'elsewhere'), join(folders.output, 'away'));
  for (const folder of ['..', '/tmp', 'away']) {
    await expect(writableFile(folders, '/x', folder)).rejects.toMatchObject({ code: 'permission-denied' });
  }
  for (const source of ['/', '..', '/a/..']) {
    await expect(writableFile(folders, source, '')).rejects.toMatchObject({ code: 'bad-input' });
  }
});
