/** Builds of the tutorial as virtual machines, made by the real Nix once for a test file. */
import { dirname } from 'node:path';
import { createWorkbench, options, recording } from '../../../builds/testing/workbench.ts';
import { userDirectories } from '../../../platform/userDirectories.ts';
import { findKernel } from '../../../projects/library/kernel.ts';

export interface MachineBuilds {
  /** Path of the compose-info. */
  build(flavour: 'vm' | 'vm-ramdisk', composition?: string): Promise<string>;
  close(): Promise<void>;
}

export async function createMachineBuilds(): Promise<MachineBuilds> {
  await nameKernel();
  const workbench = await createWorkbench();
  return {
    async build(flavour, composition) {
      const directory = await workbench.makeProject(composition);
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
