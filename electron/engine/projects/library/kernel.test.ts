import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findKernel, kernelDirectory, kernelFiles } from './kernel.ts';
import { dependenciesOf } from './kernelModules.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nxc-kernel-'));
});
afterEach(() => rm(root, { recursive: true }));

/** The part of a module that tells what it depends on; the rest is not looked at here. */
function moduleText(...dependencies: readonly string[]): Buffer {
  return Buffer.from(`\x7fELF\0license=GPL\0depends=${dependencies.join(',')}\0intree=Y\0`);
}

async function makeKernel(folder: string, version: string, modules: Readonly<Record<string, Buffer>>) {
  const files = {
    [`boot/vmlinuz-${version}`]: Buffer.from(`image ${version}`),
    [`lib/modules/${version}/modules.builtin`]: Buffer.from('kernel/drivers/char/hw_random/virtio-rng.ko\n'),
    ...Object.fromEntries(
      Object.entries(modules).map(([name, content]) => [`lib/modules/${version}/kernel/${name}`, content]),
    ),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

const complete = {
  'drivers/virtio/virtio_ring.ko': moduleText(),
  'drivers/virtio/virtio.ko': moduleText('virtio_ring'),
  'drivers/virtio/virtio_pci.ko': moduleText('virtio_ring', 'virtio'),
  'drivers/block/virtio_blk.ko': moduleText('virtio', 'virtio_ring'),
  'drivers/net/net-failover.ko': moduleText(),
  'drivers/net/virtio_net.ko.zst': zstdCompressSync(moduleText('net-failover', 'virtio')),
  'drivers/char/virtio_console.ko': moduleText('virtio'),
};

const environment = { NXC_KERNEL: '' };
const nowhere = '/nonexistent';

test('modules come in the order of what they depend on, each once, unpacked; what is built in is left out', async () => {
  await makeKernel(root, '6.1', complete);
  const kernel = await findKernel({ NXC_KERNEL: root }, nowhere);
  if (kernel === undefined) throw new Error('not found');
  const files = await kernelFiles(kernel);
  expect([...files.keys()]).toEqual([
    'bzImage',
    'modules/10-virtio_ring.ko',
    'modules/11-virtio.ko',
    'modules/12-virtio_pci.ko',
    'modules/13-virtio_blk.ko',
    'modules/14-net_failover.ko',
    'modules/15-virtio_net.ko',
    'modules/16-virtio_console.ko',
  ]);
  expect(files.get('modules/15-virtio_net.ko')).toEqual(moduleText('net-failover', 'virtio'));
  expect(files.get('bzImage')?.toString()).toBe('image 6.1');
});

test('the newest one is taken, by number; one fetched for the user before an installed one', async () => {
  const installed = join(root, 'installed');
  await makeKernel(installed, '7.0', complete);
  expect((await findKernel(environment, root, installed))?.version).toBe('7.0');
  for (const version of ['6.9.1-cloud', '6.10.2-cloud']) {
    await makeKernel(join(kernelDirectory(root), `linux-image-${version}`), version, complete);
  }
  await makeKernel(join(kernelDirectory(root), '.fetch-1'), '8.0', complete);
  expect((await findKernel(environment, root, installed))?.version).toBe('6.10.2-cloud');
});

test('an image without its modules is passed over', async () => {
  await makeKernel(root, '6.1', complete);
  await writeFile(join(root, 'boot/vmlinuz-9'), '');
  expect((await findKernel({ NXC_KERNEL: root }, nowhere))?.version).toBe('6.1');
  expect(await findKernel({ NXC_KERNEL: join(root, 'boot') }, nowhere)).toBeUndefined();
});

test('a kernel without a driver that machines need says which', async () => {
  const { 'drivers/block/virtio_blk.ko': _, ...rest } = complete;
  await makeKernel(root, '6.1', rest);
  const kernel = await findKernel({ NXC_KERNEL: root }, nowhere);
  if (kernel === undefined) throw new Error('not found');
  await expect(kernelFiles(kernel)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('virtio_blk'),
  });
});

test('what a module depends on is read whatever is around it', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/);
  fc.assert(
    fc.property(fc.array(name), fc.uint8Array(), fc.uint8Array(), (names, before, after) => {
      fc.pre(!Buffer.from(before).includes('depends='));
      const module = Buffer.concat([before, Buffer.from(`\0depends=${names.join(',')}\0`), after]);
      expect(dependenciesOf(module)).toEqual(names);
    }),
  );
});
