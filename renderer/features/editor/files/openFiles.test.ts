import { describe, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { testFiles, testProject } from '../testing/testFiles.ts';

const path = 'composition.nix';

describe('an open file', () => {
  test('is unsaved as long as its text is not what the disk holds', async () => {
    const { files } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    buffer.replace('b');
    expect(files.getState().files[path]?.dirty).toBe(true);
    buffer.replace('a');
    expect(files.getState().files[path]?.dirty).toBe(false);
  });

  test('is saved, and is unsaved again by what was typed while it was written', async () => {
    const { files, disk, holdWrites } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    buffer.replace('b');
    const release = holdWrites();
    const saved = files.save(path);
    await Promise.resolve();
    buffer.replace('bc');
    release();
    expect(await saved).toBe('saved');
    expect(disk.get(path)).toBe('b');
    expect(files.getState().files[path]).toMatchObject({ dirty: true, saving: false });
    await files.save(path);
    expect(disk.get(path)).toBe('bc');
  });

  test('takes over silently what another program wrote, when nothing is unsaved', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    disk.set(path, 'theirs');
    await files.refresh([path, 'unknown.nix']);
    expect(buffer.getText()).toBe('theirs');
    expect(files.getState().files[path]).toMatchObject({ dirty: false, conflict: null });
  });

  test('is not touched when both were changed: each side is there until one is chosen', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    buffer.replace('mine');
    disk.set(path, 'theirs');
    expect(await files.save(path)).toBe('conflict');
    expect(disk.get(path)).toBe('theirs');
    expect(buffer.getText()).toBe('mine');
    expect(files.getState().files[path]?.conflict).toMatchObject({ theirs: { text: 'theirs' } });
    await files.keepMine(path);
    expect(disk.get(path)).toBe('mine');
    expect(files.getState().files[path]).toMatchObject({ dirty: false, conflict: null });
  });

  test('does not overwrite a third version that came while the user compared', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    (await files.open(path)).buffer.replace('mine');
    disk.set(path, 'theirs');
    await files.save(path);
    disk.set(path, 'third');
    await files.keepMine(path);
    expect(disk.get(path)).toBe('third');
    expect(files.getState().files[path]?.conflict).toMatchObject({ theirs: { text: 'third' } });
  });

  test('is given up for the other version only on demand', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    buffer.replace('mine');
    disk.set(path, 'theirs');
    await files.refresh([path]);
    files.takeTheirs(path);
    expect(buffer.getText()).toBe('theirs');
    expect(files.getState().files[path]).toMatchObject({ dirty: false, conflict: null });
  });

  test('keeps its text when the file is removed, and can be saved anew', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    disk.delete(path);
    await files.refresh([path]);
    expect(buffer.getText()).toBe('a');
    expect(files.getState().files[path]).toMatchObject({ dirty: true, conflict: { kind: 'removed' } });
    await files.keepMine(path);
    expect(disk.get(path)).toBe('a');
  });

  test('comes back by itself when a checkout removes and writes it again', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    await files.open(path);
    disk.delete(path);
    await files.refresh([path]);
    disk.set(path, 'of the other branch');
    await files.refresh([path]);
    expect(files.find(path)?.buffer.getText()).toBe('of the other branch');
    expect(files.getState().files[path]).toMatchObject({ dirty: false, conflict: null });
  });

  test('is prepared before it is written, e.g. formatted', async () => {
    const { files, disk } = await testFiles({ [path]: 'a' });
    files.beforeSave(async (_, text) => `${text}\n`);
    const { buffer } = await files.open(path);
    buffer.replace('b');
    await files.save(path);
    expect(disk.get(path)).toBe('b\n');
    expect(buffer.getText()).toBe('b\n');
  });
});

test('what is typed while the text is prepared for saving is neither lost nor replaced', async () => {
  const { files, disk } = await testFiles({ [path]: 'a' });
  const { buffer } = await files.open(path);
  files.beforeSave(async (_, text) => {
    buffer.replace('typed meanwhile');
    return `${text}, formatted`;
  });
  buffer.replace('b');
  await files.save(path);
  expect(buffer.getText()).toBe('typed meanwhile');
  expect(disk.get(path)).toBe('typed meanwhile');
});

describe('unsaved text', () => {
  test('survives a reload and can be saved then', async () => {
    const { files, disk, reload } = await testFiles({ [path]: 'a' });
    (await files.open(path)).buffer.replace('typed');
    files.keepDrafts();
    const again = reload();
    expect((await again.open(path)).buffer.getText()).toBe('typed');
    expect(again.getState().files[path]).toMatchObject({ dirty: true, restored: true, conflict: null });
    await again.save(path);
    expect(disk.get(path)).toBe('typed');
  });

  test('is compared when the file was changed while the window was away', async () => {
    const { files, disk, reload } = await testFiles({ [path]: 'a' });
    (await files.open(path)).buffer.replace('typed');
    files.keepDrafts();
    disk.set(path, 'theirs');
    const again = reload();
    expect((await again.open(path)).buffer.getText()).toBe('typed');
    expect(again.getState().files[path]?.conflict).toMatchObject({ theirs: { text: 'theirs' } });
  });

  test('survives even the removal of its file', async () => {
    const { files, disk, reload } = await testFiles({ [path]: 'a' });
    (await files.open(path)).buffer.replace('typed');
    files.keepDrafts();
    disk.delete(path);
    const again = reload();
    await again.open(path);
    expect(again.getState().files[path]).toMatchObject({ dirty: true, conflict: { kind: 'removed' } });
    await again.keepMine(path);
    expect(disk.get(path)).toBe('typed');
  });

  test('is offered again for the project that it belongs to, and for that one only', async () => {
    const { files } = await testFiles({ [path]: 'a' });
    (await files.open(path)).buffer.replace('typed');
    expect(await files.enter('/other')).toEqual([]);
    expect(await files.enter(testProject)).toEqual([path]);
  });

  test('is forgotten once it is saved or given up', async () => {
    const { files, drafts } = await testFiles({ [path]: 'a' });
    const { buffer } = await files.open(path);
    buffer.replace('typed');
    files.keepDrafts();
    await files.save(path);
    expect(await drafts.paths(testProject)).toEqual([]);
    buffer.replace('more');
    files.keepDrafts();
    files.discard(path);
    expect(await drafts.paths(testProject)).toEqual([]);
    expect(buffer.getText()).toBe('typed');
  });

  test('that cannot be kept is told, and kept when that is possible again', async () => {
    const { files, drafts, refused, failDrafts } = await testFiles({ [path]: 'a' });
    failDrafts(new AppError('disk-full', 'The disk is full.'));
    (await files.open(path)).buffer.replace('typed');
    files.keepDrafts();
    await expect.poll(() => refused).toEqual([`${path}: disk-full`]);
    expect(drafts.hasUnkept()).toBe(true);
    failDrafts(null);
    drafts.retry();
    await expect.poll(() => drafts.hasUnkept()).toBe(false);
    expect(await drafts.paths(testProject)).toEqual([path]);
  });

  test('is not told of while the engine is away, and kept when it is back', async () => {
    const { files, drafts, refused, failDrafts } = await testFiles({ [path]: 'a' });
    failDrafts(new AppError('connection-lost', 'The engine is gone.'));
    (await files.open(path)).buffer.replace('typed');
    files.keepDrafts();
    await expect.poll(() => drafts.hasUnkept()).toBe(true);
    expect(refused).toEqual([]);
    failDrafts(null);
    drafts.retry();
    await expect.poll(() => drafts.paths(testProject)).toEqual([path]);
  });
});
