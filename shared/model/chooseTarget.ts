/** Which composition and flavour is meant when the user named one, both or none. */
import { AppError } from '../errors.ts';
import { type FlavourName, flavourNames } from './flavours.ts';

export interface WantedTarget {
  readonly composition?: string | undefined;
  readonly flavour?: string | undefined;
}

/** A composition on a flavour that the project's flake offers. */
export interface OfferedTarget {
  readonly composition: string;
  readonly flavour: string;
}

export interface ChosenTarget {
  readonly composition: string;
  readonly flavour: FlavourName;
}

/** The composition's name in a project that has one. */
const defaultComposition = 'composition';

/**
 * Fills in what was not named: the project's default flavour, and its only composition or the one called
 * `composition`. Without `offered` (nothing was evaluated yet) names are taken on trust, except flavours that do not
 * exist anywhere.
 *
 * @throws AppError `bad-input` for a flavour that does not exist, or when several compositions could be meant;
 *   `not-found` when the project does not offer the target; both list what there is
 */
export function chooseTarget(
  wanted: WantedTarget,
  defaultFlavour: FlavourName,
  offered?: readonly OfferedTarget[],
): ChosenTarget {
  const flavour = chooseFlavour(wanted.flavour ?? defaultFlavour, offered);
  const composition = wanted.composition ?? chooseComposition(offered);
  if (
    offered !== undefined &&
    !offered.some((target) => target.composition === composition && target.flavour === flavour)
  ) {
    throw new AppError('not-found', `This project has no “${composition}::${flavour}”.`, {
      hint: listOffers(offered),
    });
  }
  return { composition, flavour };
}

function chooseFlavour(name: string, offered: readonly OfferedTarget[] | undefined): FlavourName {
  const known = flavourNames.find((flavour) => flavour === name);
  if (known !== undefined) return known;
  const names =
    offered === undefined ? flavourNames : [...new Set(offered.map((target) => target.flavour))].sort();
  throw new AppError('bad-input', `There is no flavour “${name}”.`, {
    hint: `Flavours are: ${names.join(', ')}.`,
  });
}

function chooseComposition(offered: readonly OfferedTarget[] | undefined): string {
  const names = [...new Set(offered?.map((target) => target.composition))];
  const [only] = names;
  if (only === undefined || names.includes(defaultComposition)) return defaultComposition;
  if (names.length === 1) return only;
  throw new AppError('bad-input', `This project has several compositions: ${names.join(', ')}.`, {
    hint: `Name one, e.g. -C ${only}.`,
  });
}

/** What there is, for hints. */
export function listOffers(offered: readonly OfferedTarget[]): string {
  return offered.length === 0
    ? 'Its flake.nix offers nothing to build for this machine: check “packages” in it.'
    : `There are: ${offered.map((target) => `${target.composition}::${target.flavour}`).join(', ')}.`;
}
