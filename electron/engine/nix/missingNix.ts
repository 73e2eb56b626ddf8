import { AppError } from '#shared/errors.ts';

/** The error for a machine on which Nix cannot be run. */
export function missingNix(program: string, cause?: unknown): AppError {
  return new AppError('missing-program', `Nix is not installed, or not where it can be found (${program}).`, {
    hint:
      'Run `nxc doctor`: it shows the command that installs Nix on this system ' +
      '(on Debian and Ubuntu `sudo apt install nix-bin`) and can run it for you.',
    docs: 'docs/user-guide.md#nix',
    ...(cause === undefined ? {} : { cause }),
  });
}
