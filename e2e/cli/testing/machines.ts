/** What the system itself says of virtual machines, asked past our own program. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { userDirectories } from '#engine/platform/userDirectories.ts';
import { findKernel } from '#engine/projects/library/kernel.ts';
import type { Variables } from './world.ts';

/** A world has folders of its own, without the kernel that was fetched for the user: it is named to it. */
export async function withKernel(): Promise<Variables> {
  const kernel = await findKernel(process.env, userDirectories().data);
  if (kernel === undefined) throw new Error('There is no kernel for machines: run `nxc doctor --fix -f vm`.');
  return { NXC_KERNEL: dirname(dirname(kernel.image)) };
}

/** Numbers of the QEMU processes whose command lines name the folder. */
export async function machinesOf(folder: string): Promise<number[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    numbers.map(async (number) => {
      const command = await readFile(`/proc/${number}/cmdline`, 'utf8').catch(() => '');
      return command.includes('qemu-system') && command.includes(folder) ? [Number(number)] : [];
    }),
  );
  return found.flat();
}

/** Sockets of machines below a home of the program that somebody listens on. */
export async function socketsBelow(home: string): Promise<string[]> {
  const lines = (await readFile('/proc/net/unix', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const path = line.split(' ').at(-1) ?? '';
    return path.startsWith(`${home}/`) ? [path] : [];
  });
}

/** What is left of deployments in the state folder of a home of the program. */
export async function deploymentsBelow(home: string): Promise<string[]> {
  const folder = join(home, 'state', 'vm');
  return existsSync(folder) ? readdir(folder) : [];
}
