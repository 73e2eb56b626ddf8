/** Builds of the tutorial as virtual machines, made by the real Nix once for a test file. */
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { createWorkbench, options, recording } from '../../../builds/testing/workbench.ts';
import { userDirectories } from '../../../platform/userDirectories.ts';
import { findKernel } from '../../../projects/library/kernel.ts';

export interface MachineBuilds {
  /**
   * @param files beside the composition: names, and what they are copies of
   * @returns path of the compose-info
   */
  build(
    flavour: 'vm' | 'vm-ramdisk',
    composition?: string,
    files?: Readonly<Record<string, string>>,
  ): Promise<string>;
  close(): Promise<void>;
}

export async function createMachineBuilds(): Promise<MachineBuilds> {
  await nameKernel();
  const workbench = await createWorkbench();
  return {
    async build(flavour, composition, files = {}) {
      const directory = await workbench.makeProject(composition);
      for (const [name, source] of Object.entries(files)) await copyFile(source, join(directory, name));
      // Nix sees what git knows.
      await execa('git', ['add', '--intent-to-add', '.'], { cwd: directory });
      const target = { directory, composition: 'composition', flavour } as const;
      const { storePath } = await workbench.builds.build(target, options(), recording());
      if (storePath === null) throw new Error('nothing was built');
      return storePath;
    },
    close: () => workbench.close(),
  };
}

/** The workbench has folders of its own, without the kernels that were fetched for the user. */
async function nameKernel(): Promise<void> {
  const kernel = await findKernel(process.env, userDirectories().data);
  if (kernel === undefined) throw new Error('There is no kernel for machines: run `nxc doctor --fix -f vm`.');
  process.env.NXC_KERNEL = dirname(dirname(kernel.image));
}
