/** The shape of store paths, whatever the store's folder: 32 characters of Nix's base 32, a dash, a name. */
const storePathPattern = /^(.*\/)?([0-9abcdfghijklmnpqrsvwxyz]{32})-([^/]+)(?:\/(.*))?$/;

export interface StorePathParts {
  /** `/nix/store/<hash>-<name>`: the store object itself. */
  readonly object: string;
  readonly name: string;
  /** Path inside the object, without a leading slash; empty for the object itself. */
  readonly inside: string;
}

/** Takes a path below a store apart; `undefined` when it is none. */
export function splitStorePath(path: string): StorePathParts | undefined {
  const match = storePathPattern.exec(path);
  if (match === null) return undefined;
  const [, store = '', hash = '', name = '', inside = ''] = match;
  return { object: `${store}${hash}-${name}`, name, inside };
}

/** What people call a derivation or output: its name without hash and `.drv`. */
export function derivationName(storePath: string): string {
  return (splitStorePath(storePath)?.name ?? storePath).replace(/\.drv$/, '');
}
