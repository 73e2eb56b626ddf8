/** What a flavour can do to nodes beside running commands on them: names that the Python side knows too (support.py). */
import type { MachineControls } from '../flavours/flavour.ts';

export type Ability = 'power' | 'link' | 'screen' | 'console' | 'monitor' | 'forward';

/** @param machines the controls of the flavour, if its nodes are machines */
export function abilitiesOf(machines: MachineControls | undefined): Ability[] {
  if (machines === undefined) return [];
  return [
    'power',
    'link',
    ...(machines.lacks?.has('screen') ? [] : (['screen'] as const)),
    ...(machines.lacks?.has('console') ? [] : (['console'] as const)),
    ...(machines.monitor === undefined ? [] : (['monitor'] as const)),
    ...(machines.forwardPort === undefined ? [] : (['forward'] as const)),
  ];
}
