/** The builds of a project as its folder shows them, without asking Nix. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';

export interface BuiltTarget {
  readonly composition: string;
  readonly flavour: FlavourName;
}

/** What has an out-link in `build/`, the newest first. A link that leads nowhere counts: starting it tells why. */
export function builtTargets(directory: string): BuiltTarget[] {
  const folder = join(directory, 'build');
  const found = namesIn(folder).flatMap((name) => {
    const [composition = '', flavourPart = '', ...rest] = name.split('::');
    const flavour = flavourNames.find((known) => known === flavourPart);
    if (composition === '' || flavour === undefined || rest.length > 0) return [];
    return [{ composition, flavour, builtAt: lstatSync(join(folder, name)).mtimeMs }];
  });
  return found
    .sort((left, right) => right.builtAt - left.builtAt)
    .map(({ composition, flavour }) => ({ composition, flavour }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    // Nothing has been built yet.
    return [];
  }
}
