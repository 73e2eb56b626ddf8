import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findStaticBusybox, isStaticProgram } from './busybox.ts';
import { createLibrary } from './index.ts';
import { narHash, sriHash } from './narHash.ts';

const source = join(import.meta.dirname, '../../../../resources/nix');

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nxc-library-'));
});
afterEach(() => rm(root, { recursive: true }));

const nixHash = (path: string) =>
  execFileSync('nix', ['--extra-experimental-features', 'nix-command', 'hash', 'path', path])
    .toString()
    .trim();

test('our hash of a folder is the one that Nix computes', async () => {
  const folder = join(root, 'folder');
  await mkdir(join(folder, 'empty'), { recursive: true });
  await writeFile(join(folder, 'a'), 'text of an odd length');
  await writeFile(join(folder, 'ä b'), '');
  await writeFile(join(folder, 'Z'), Buffer.alloc(100_000, 7));
  await writeFile(join(folder, 'program'), '#!/bin/sh\n');
  await chmod(join(folder, 'program'), 0o755);
  await symlink('../nowhere', join(folder, 'link'));
  expect(sriHash(await narHash(folder))).toBe(nixHash(folder));
  expect(sriHash(await narHash(join(folder, 'program')))).toBe(nixHash(join(folder, 'program')));
});

describe('the copy of the library', () => {
  test('has the machine’s busybox inside, and the hash that Nix will check', async () => {
    const library = createLibrary({ source, dataDirectory: root });
    const pin = await library.current({ needsBusybox: true });
    expect(pin.narHash).toBe(nixHash(pin.path));
    expect(await isStaticProgram(join(pin.path, 'tiny/seed/busybox'))).toBe(true);
    expect(existsSync(join(pin.path, 'tests'))).toBe(false);
  });

  test('is made once, also by several at the same moment', async () => {
    const pins = await Promise.all(
      Array.from({ length: 6 }, () => createLibrary({ source, dataDirectory: root }).current()),
    );
    expect(new Set(pins.map((pin) => pin.path)).size).toBe(1);
    const left = await readdir(join(root, 'library'));
    expect(left.sort()).toEqual([pins[0]?.path.split('/').at(-1), 'current.json'].sort());
  });

  test('is made anew when it was deleted, and mended when it was changed', async () => {
    const library = createLibrary({ source, dataDirectory: root });
    const pin = await library.current();
    await rm(pin.path, { recursive: true });
    expect(await library.current()).toEqual(pin);
    await writeFile(join(pin.path, 'flake.nix'), 'spoilt');
    expect(await library.current({ verify: true })).toEqual(pin);
    expect(nixHash(pin.path)).toBe(pin.narHash);
  });

  test('gets another name when the busybox is another, and the same when it was only touched', async () => {
    const busybox = join(root, 'busybox');
    const found = await findStaticBusybox(process.env);
    if (found === undefined) throw new Error('this test needs a static busybox: apt install busybox-static');
    await copyFile(found, busybox);
    const environment = { NXC_BUSYBOX: busybox };
    const current = () => createLibrary({ source, dataDirectory: root, environment }).current();
    const first = await current();
    await utimes(busybox, 1, 1);
    expect(await current()).toEqual(first);
    await writeFile(busybox, '\0', { flag: 'a' });
    expect((await current()).path).not.toBe(first.path);
    expect(existsSync(first.path)).toBe(true);
  });

  test('has the kernel inside that is there, and another name once one appears', async () => {
    const environment = { ...process.env, NXC_KERNEL: join(root, 'none') };
    const current = () => createLibrary({ source, dataDirectory: root, environment }).current();
    const without = await current();
    expect(existsSync(join(without.path, 'tiny/seed/kernel'))).toBe(false);
    const modules = join(root, 'none/lib/modules/1/kernel');
    await mkdir(modules, { recursive: true });
    await mkdir(join(root, 'none/boot'));
    await writeFile(join(root, 'none/boot/vmlinuz-1'), 'image');
    for (const name of ['virtio_pci', 'virtio_blk', 'virtio_net', 'virtio_console']) {
      await writeFile(join(modules, `${name}.ko`), '');
    }
    const pin = await current();
    expect(pin.path).not.toBe(without.path);
    expect(pin.narHash).toBe(nixHash(pin.path));
    expect((await readdir(join(pin.path, 'tiny/seed/kernel/modules'))).at(-1)).toBe('13-virtio_console.ko');
  });

  test('a stamp that was cut short is no obstacle', async () => {
    const library = createLibrary({ source, dataDirectory: root });
    const pin = await library.current();
    await writeFile(join(root, 'library/current.json'), '{"key":');
    expect(await library.current()).toEqual(pin);
  });
});

describe('a static program', () => {
  test('is told from a dynamic one, a script and a torn file', async () => {
    expect(await isStaticProgram(process.execPath)).toBe(false);
    const script = join(root, 'script');
    await writeFile(script, '#!/bin/sh\n');
    await chmod(script, 0o755);
    expect(await isStaticProgram(script)).toBe(false);
    await writeFile(script, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
    expect(await isStaticProgram(script)).toBe(false);
    expect(await isStaticProgram(join(root, 'nowhere'))).toBe(false);
  });

  test('is looked for on the PATH, and nowhere else when it is named', async () => {
    expect(await findStaticBusybox({ NXC_BUSYBOX: '/nonexistent' })).toBeUndefined();
    expect(await findStaticBusybox({ PATH: '/usr/bin:/bin' })).toMatch(/busybox/);
  });
});
