import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
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

/** The network of its nodes is not ours to slow down. */
export function unshapable(flavour: FlavourName): AppError {
  return new AppError(
    'unsupported',
    `Nodes on ${flavour} cannot have their network delayed or losing packets.`,
    {
      hint: 'Start the composition as virtual machines for that: `nxc start -f vm`. Cutting a node off works here, too.',
    },
  );
}
