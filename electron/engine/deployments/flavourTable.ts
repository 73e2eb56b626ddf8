/** Which flavours can be deployed, each made when first asked for. */
import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { Flavour } from '../flavours/flavour.ts';
import { readNspawnHost, refuseNspawn } from '../flavours/nspawn/refusal.ts';

export type FlavourLoaders = Readonly<Partial<Record<FlavourName, () => Promise<Flavour>>>>;

export interface FlavourTable {
  /** Names of the flavours that can be deployed. */
  readonly names: readonly FlavourName[];
  /** @throws AppError `not-yet` or `unsupported` for a flavour that cannot be deployed, with what can be done */
  get(name: FlavourName): Promise<Flavour>;
}

export function createFlavourTable(loaders: FlavourLoaders): FlavourTable {
  const loaded = new Map<FlavourName, Promise<Flavour>>();
  const names = Object.keys(loaders) as FlavourName[];
  return {
    names,
    get(name) {
      const known = loaded.get(name);
      if (known !== undefined) return known;
      const load = loaders[name];
      if (load === undefined) return Promise.reject(notDeployable(name, names));
      const flavour = load();
      loaded.set(name, flavour);
      // A failure is told to whoever asked; the next one tries again.
      flavour.catch(() => loaded.delete(name));
      return flavour;
    },
  };
}

function notDeployable(name: FlavourName, names: readonly FlavourName[]): AppError {
  if (name === 'nixos-test') {
    return new AppError(
      'unsupported',
      'The flavour “nixos-test” is not started: building it runs its test.',
      {
        hint: `Run it: \`nxc build -f ${name}\`. These can be started: ${names.join(', ')}.`,
      },
    );
  }
  if (name === 'nixos-test-driver' || name === 'nixos-test-ssh') {
    return new AppError(
      'unsupported',
      `The flavour “${name}” is a Python prompt with machines of its own, and needs a terminal.`,
      {
        hint: `Type in a terminal, in the project’s folder: \`nxc start --build -f ${name}\`.`,
      },
    );
  }
  if (name === 'nspawn') return refuseNspawn(readNspawnHost());
  return new AppError('not-yet', `The flavour “${name}” cannot be started by this version yet.`, {
    hint: `These can: ${names.join(', ')}.`,
  });
}
