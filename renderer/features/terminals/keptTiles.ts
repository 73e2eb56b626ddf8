/** Which shells stood in the tiles of a deployment, for when the page is loaded again. */
import { forget, recall, remember } from '#renderer/app/memory.ts';
import type { Target } from '#shared/contract/common.ts';

/** The engine's terminals by node, in the order of the tiles. */
export type KeptTiles = Readonly<Record<string, readonly string[]>>;

const nameOf = ({ composition, flavour }: Target): string => `tiles ${composition}::${flavour}`;

export const rememberTiles = (target: Target, tiles: KeptTiles): void =>
  remember(nameOf(target), target.directory, tiles);

export const recallTiles = (target: Target): KeptTiles =>
  recall(nameOf(target), target.directory, isKeptTiles) ?? {};

export const forgetTiles = (target: Target): void => forget(nameOf(target), target.directory);

function isKeptTiles(value: unknown): value is KeptTiles {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (terminals) => Array.isArray(terminals) && terminals.every((each) => typeof each === 'string'),
    )
  );
}
