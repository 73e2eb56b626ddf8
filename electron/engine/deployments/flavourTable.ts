/** Which flavours can be deployed, each made when first asked for. */
import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { Flavour } from '../flavours/flavour.ts';

export type FlavourLoaders = Readonly<Partial<Record<FlavourName, () => Promise<Flavour>>>>;

export interface FlavourTable {
  /** Names of the flavours that can be deployed. */
  readonly names: readonly FlavourName[];
  /** @throws AppError `not-yet` or `unsupported` for a flavour that cannot be deployed */
  get(name: FlavourName): Promise<Flavour>;
}

/** These run inside `nix build`, so there is nothing to start. */
const runByNix: ReadonlySet<FlavourName> = new Set(['nixos-test', 'nixos-test-driver', 'nixos-test-ssh']);

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
  if (runByNix.has(name)) {
    return new AppError(
      'unsupported',
      `The flavour “${name}” is not started: it is a test that Nix runs when it builds.`,
      {
        hint: `Build it (\`nxc build -f ${name}\`), or start another flavour: ${names.join(', ')}.`,
      },
    );
  }
  return new AppError('not-yet', `The flavour “${name}” cannot be started by this version yet.`, {
    hint: `These can: ${names.join(', ')}.`,
  });
}
