/**
 * NixOS options and packages that compositions often use, for projects on nixpkgs as long as nobody can ask their own
 * nixpkgs. All of them have been in every version since 20.09.
 */
import type { KnownOption } from '#shared/model/options.ts';
import { readKnown } from './readKnown.ts';
import known from './usualNixos.json';

export const usualOptions: readonly KnownOption[] = readKnown(known.options);
export const usualPackages: readonly string[] = known.packages;
