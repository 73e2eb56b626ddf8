import type { Target } from '#shared/contract/common.ts';

/** One text for one target, to keep things by. */
export function keyOfTarget({ directory, composition, flavour }: Target): string {
  return `${directory}\0${composition}\0${flavour}`;
}
