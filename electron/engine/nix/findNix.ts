import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { missingNix } from './missingNix.ts';

/**
 * Absolute path of the `nix` program. A desktop session often starts us without the profile that puts Nix on the
 * PATH, so the places where installers put it are searched after the PATH.
 *
 * @throws AppError `missing-program`
 */
export async function findNix(environment: NodeJS.ProcessEnv): Promise<string> {
  const home = environment.HOME;
  const folders = [
    ...(environment.PATH ?? '').split(delimiter).filter(isAbsolute),
    ...(home === undefined
      ? []
      : [join(home, '.nix-profile/bin'), join(home, '.local/state/nix/profile/bin')]),
    '/nix/var/nix/profiles/default/bin',
    '/run/current-system/sw/bin',
  ];
  for (const folder of folders) {
    const program = join(folder, 'nix');
    if (await isExecutable(program)) return program;
  }
  throw missingNix('searched on the PATH and in the usual profiles');
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
