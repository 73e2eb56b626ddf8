import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { BuildState } from './index.ts';

/** Why there is nothing to start: it was never built, or the garbage collector of Nix has taken the build. */
export function notBuilt({ composition, flavour }: Target, state: BuildState['state']): AppError {
  const command = `nxc build -C ${composition}::${flavour}`;
  return state === 'broken'
    ? new AppError('not-built', `The build of “${composition}” for ${flavour} is gone from the Nix store.`, {
        hint: `Garbage collection removes what nothing refers to. Build it again: \`${command}\`.`,
      })
    : new AppError('not-built', `“${composition}” has not been built for ${flavour} yet.`, {
        hint: `Build it first: \`${command}\`.`,
      });
}
