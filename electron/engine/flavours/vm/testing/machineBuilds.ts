/** Builds of the tutorial as virtual machines, made by the real Nix once for a test file. */
import { createWorkbench, options, recording, type Workbench } from '../../../builds/testing/workbench.ts';

export interface MachineBuilds {
  /** Path of the compose-info. */
  build(flavour: 'vm' | 'vm-ramdisk', composition?: string): Promise<string>;
  close(): Promise<void>;
}

export async function createMachineBuilds(): Promise<MachineBuilds> {
  const workbench: Workbench = await createWorkbench();
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
