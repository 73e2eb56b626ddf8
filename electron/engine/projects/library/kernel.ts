/** Finds a Linux kernel that virtual machines of the tiny base can boot, with the few drivers that they need. */
import { constants } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { type KernelModule, orderModules } from './kernelModules.ts';

/** A kernel as a distribution's package has it: an image, and a folder with its modules. */
export interface Kernel {
  /** The bootable image, e.g. `…/boot/vmlinuz-6.1.0-56-cloud-amd64`. */
  readonly image: string;
  /** e.g. `…/lib/modules/6.1.0-56-cloud-amd64`. */
  readonly modules: string;
  readonly version: string;
}

/** The folder that holds kernels fetched for this user, each an unpacked package. */
export function kernelDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'kernels');
}

const imagePrefix = 'vmlinuz-';

/**
 * The kernel to build virtual machines with: in the folder that NXC_KERNEL names, else the newest one fetched for this
 * user, else the newest one installed on this machine that this user may read. A folder has the places of a package
 * (`boot/vmlinuz-*`, `lib/modules/*`).
 */
export async function findKernel(
  environment: NodeJS.ProcessEnv,
  dataDirectory: string,
  installed = '/',
): Promise<Kernel | undefined> {
  const named = environment.NXC_KERNEL;
  if (named !== undefined && named !== '') return newestUsable([named]);
  return (await newestUsable(await foldersIn(kernelDirectory(dataDirectory)))) ?? newestUsable([installed]);
}

async function newestUsable(folders: readonly string[]): Promise<Kernel | undefined> {
  const kernels = (await Promise.all(folders.map(kernelsIn))).flat();
  const byVersion = new Intl.Collator('en', { numeric: true });
  kernels.sort((left, right) => byVersion.compare(right.version, left.version));
  for (const kernel of kernels) {
    if (await isUsable(kernel)) return kernel;
  }
  return undefined;
}

async function kernelsIn(folder: string): Promise<Kernel[]> {
  const names = await readdir(join(folder, 'boot')).catch(() => []);
  return names
    .filter((name) => name.startsWith(imagePrefix))
    .map((name) => {
      const version = name.slice(imagePrefix.length);
      return { version, image: join(folder, 'boot', name), modules: join(folder, 'lib/modules', version) };
    });
}

/** Installed images are often for root's eyes only. */
async function isUsable({ image, modules }: Kernel): Promise<boolean> {
  try {
    await Promise.all([access(image, constants.R_OK), access(modules, constants.R_OK)]);
    return (await stat(image)).isFile();
  } catch {
    // Not there, or not for us.
    return false;
  }
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  // A dot begins the name of what is still being unpacked.
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(path, entry.name));
}

/** @throws AppError `unsupported` when the kernel lacks a driver that machines cannot do without */
export async function readDrivers({ image, modules, version }: Kernel): Promise<readonly KernelModule[]> {
  const { ordered, missing } = await orderModules(modules);
  if (missing.length === 0) return ordered;
  throw new AppError('unsupported', `The kernel ${version} (${image}) has no driver ${missing.join(', ')}.`, {
    hint: 'Run `nxc doctor --fix -f vm`: it fetches one that virtual machines can boot, and installs nothing.',
  });
}

/**
 * The files of a kernel by the names that they have in the library: `bzImage`, `modules/10-virtio_ring.ko` …, numbered
 * in the order in which they must be loaded.
 *
 * @throws AppError `unsupported` when the kernel lacks a driver that machines cannot do without
 */
export async function kernelFiles(kernel: Kernel): Promise<ReadonlyMap<string, Buffer>> {
  const drivers = await readDrivers(kernel);
  const files = new Map<string, Buffer>([['bzImage', await readFile(kernel.image)]]);
  for (const [index, { name, content }] of drivers.entries()) {
    files.set(`modules/${index + 10}-${name}.ko`, content);
  }
  return files;
}
