import { AppError } from '#shared/errors.ts';
import type { Flavour, MachineControls, MachinePart } from '../flavours/flavour.ts';

/**
 * The controls of a flavour whose nodes are machines.
 *
 * @param wanted what a node should do, for the message
 * @param part what is needed for it
 * @throws AppError `unsupported` if its nodes are none, or lack that part
 */
export function machineControls(flavour: Flavour, wanted: string, part?: MachinePart): MachineControls {
  const { machines } = flavour;
  const isLacking = part !== undefined && machines?.lacks?.has(part) === true;
  if (machines !== undefined && !isLacking) return machines;
  throw new AppError(
    'unsupported',
    `A node on ${flavour.name} cannot ${wanted}: it is no machine of its own.`,
    {
      hint: 'Start the composition as virtual machines for that: `nxc start -f vm`.',
    },
  );
}
