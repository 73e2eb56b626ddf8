import { AppError } from '#shared/errors.ts';
import type { Flavour, MachineControls } from '../flavours/flavour.ts';

/**
 * The controls of a flavour whose nodes are machines.
 *
 * @param wanted what a node should do, for the message
 * @throws AppError `unsupported` if its nodes are none
 */
export function machineControls(flavour: Flavour, wanted: string): MachineControls {
  if (flavour.machines !== undefined) return flavour.machines;
  throw new AppError('unsupported', `A node on ${flavour.name} cannot ${wanted}: it is not a machine.`, {
    hint: 'Start the composition as virtual machines for that: `nxc start -f vm`.',
  });
}
