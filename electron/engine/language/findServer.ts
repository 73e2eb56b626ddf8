/** Which language server for Nix this user has. */
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import type { LanguageServer } from '#shared/contract/language.ts';
import { AppError } from '#shared/errors.ts';
import { findProgram } from '../system/machine.ts';

/** Those that people use, the one that knows more about options first. */
const servers = ['nixd', 'nil'] as const;

/** In the settings: none, whatever is on the PATH. */
export const noServer = 'none';

/**
 * @param wanted what the settings say: empty for whatever is on the PATH, `none`, a name, or a path
 * @throws AppError `missing-program` when the settings name one that is not there
 */
export async function findServer(
  wanted: string,
  environment: NodeJS.ProcessEnv,
): Promise<LanguageServer | null> {
  if (wanted === noServer) return null;
  if (wanted !== '') {
    const program = await locate(wanted, environment);
    if (program !== null) return { name: basename(program), program };
    throw new AppError('missing-program', `The language server “${wanted}” of the settings is not there.`, {
      hint: 'Give its absolute path in the settings; leave them empty to use nixd or nil from the PATH.',
    });
  }
  for (const name of servers) {
    const program = await findProgram(name, environment);
    if (program !== null) return { name, program };
  }
  return null;
}

async function locate(wanted: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  if (!wanted.includes('/')) return findProgram(wanted, environment);
  const path = wanted.startsWith('~/') ? join(environment.HOME ?? homedir(), wanted.slice(2)) : wanted;
  if (!isAbsolute(path)) return null;
  return access(path, constants.X_OK).then(
    () => path,
    () => null,
  );
}
