/** The options and packages of the tiny base, as its Nix library itself says (tinyBase.nix, checked by a test). */
import type { KnownOption } from '#shared/model/options.ts';
import { readKnown } from './readKnown.ts';
import known from './tinyBase.json';

export const tinyOptions: readonly KnownOption[] = readKnown(known.options);
export const tinyPackages: readonly string[] = known.packages;
