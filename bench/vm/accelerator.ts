import { readMachineBuild } from '#engine/flavours/vm/build.ts';
import { probeAcceleration } from '#engine/flavours/vm/machine/acceleration.ts';
import { findQemu } from '#engine/flavours/vm/machine/program.ts';
import type { VmBench } from './deployment.ts';

/** The floor runs on what our machines run on. */
export async function readAccelerator({ composeInfo, directories }: VmBench): Promise<'kvm' | 'tcg'> {
  const { system } = await readMachineBuild(composeInfo);
  const program = await findQemu(system, process.env);
  return (await probeAcceleration(program, directories.cache, process.env)).accelerator;
}
