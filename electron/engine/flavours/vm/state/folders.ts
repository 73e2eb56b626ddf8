/** Where what runs is noted down and has its sockets. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import type { UserDirectories } from '../../../platform/userDirectories.ts';
import { longestSocketName, maximumSocketPath } from '../machine/sockets.ts';

export interface MachineFolders {
  /** One folder a deployment, each with its record. */
  readonly deployments: string;
  readonly locks: string;
  readonly templates: string;
  /** The ssh keys of projects. */
  readonly keys: string;
  /** One folder a target that has any. */
  readonly snapshots: string;
  /** Where sockets go when the path of `deployments` is too long for them. */
  readonly short: string;
}

export function machineFolders(
  { state, cache }: Pick<UserDirectories, 'state' | 'cache'>,
  environment: NodeJS.ProcessEnv,
): MachineFolders {
  const { uid, username } = userInfo();
  const runtime = environment.XDG_RUNTIME_DIR ?? '';
  return {
    deployments: join(state, 'vm'),
    locks: join(state, 'locks'),
    templates: join(cache, 'vm-templates'),
    keys: join(state, 'ssh'),
    snapshots: join(state, 'vm-snapshots'),
    short: runtime === '' ? join(tmpdir(), `nxc-${uid < 0 ? username : uid}`) : join(runtime, 'nxc'),
  };
}

/** Name of a deployment among all of a user's: twelve hexadecimal digits. */
export function identifierOf({ directory, composition, flavour }: Target): string {
  return createHash('sha256').update(`${directory}\0${composition}\0${flavour}`).digest('hex').slice(0, 12);
}

/** Name of a project among all of a user's. */
export function projectIdentifier(directory: string): string {
  return createHash('sha256').update(directory).digest('hex').slice(0, 12);
}

/** The name of its lock, and of its messages. */
export function lockName({ directory, composition, flavour }: Target): string {
  return `vm-${identifierOf({ directory, composition, flavour })}`;
}

/** The highest number of a machine has this many digits. */
const longestNumber = '254';

/**
 * Makes the folder in which a deployment's machines have theirs, private to the user.
 *
 * @throws AppError `permission-denied`, `disk-full` or `bad-input` if there is no place for sockets
 */
export async function makeRunFolder(folders: MachineFolders, name: string): Promise<string> {
  const usual = join(folders.deployments, name);
  const folder = fits(usual) ? usual : join(folders.short, name);
  if (!fits(folder)) {
    throw new AppError('bad-input', `The path ${folder} is too long for the sockets of machines.`, {
      hint: 'Set XDG_RUNTIME_DIR to a folder of yours with a short path, e.g. /run/user/1000.',
    });
  }
  if (folder !== usual) await makeOwnFolder(folders.short);
  await makeFolder(folder);
  return folder;
}

function fits(folder: string): boolean {
  const longest = join(folder, longestNumber, 'x'.repeat(longestSocketName));
  return Buffer.byteLength(longest) <= maximumSocketPath;
}

/** Makes a private folder, with those above it; explains what the system refuses. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTDIR' && code !== 'EEXIST') throw toAppError(error);
    throw new AppError(
      'permission-denied',
      `${path} cannot be made: something that is no folder is in its way.`,
      {
        hint: 'Machines have their sockets and logs there. Move what is in the way, or set NXC_HOME to another folder.',
        cause: error,
      },
    );
  }
}

/** A folder in a place that others can write to, too: it must not have been put there by somebody else. */
async function makeOwnFolder(path: string): Promise<void> {
  await makeFolder(path);
  const status = await lstat(path);
  if (status.isDirectory() && status.uid === userInfo().uid && (status.mode & 0o077) === 0) return;
  throw new AppError('permission-denied', `${path} is not a private folder of this user.`, {
    hint: 'Remove it, or set XDG_RUNTIME_DIR to a folder of yours with a short path.',
  });
}
