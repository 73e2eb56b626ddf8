/** What the checks and their fixes must know of this machine. Read once; nothing here changes while we run. */
import { existsSync } from 'node:fs';
import { access, constants, readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { userDirectories } from '../platform/userDirectories.ts';

/** Systems whose commands we know. `other` gets links to documentation instead. */
export type SystemFamily = 'debian' | 'fedora' | 'arch' | 'nixos' | 'macos' | 'other';

export interface Machine {
  readonly family: SystemFamily;
  /** As people call it, e.g. `Debian GNU/Linux 12 (bookworm)`. */
  readonly systemName: string;
  readonly isRoot: boolean;
  readonly userName: string;
  /** Whether services are started through systemd here; not so in most containers. */
  readonly hasSystemd: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Where logs of what we start go. */
  readonly stateDirectory: string;
  /** Where what is kept for this user lies, e.g. kernels. */
  readonly dataDirectory: string;
}

/** Looks at this machine as the given environment shows it. */
export async function readMachine(environment: NodeJS.ProcessEnv, stateDirectory: string): Promise<Machine> {
  const release = parseOsRelease(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  return {
    family: process.platform === 'darwin' ? 'macos' : familyOf(release),
    systemName: release.PRETTY_NAME ?? process.platform,
    isRoot: process.getuid?.() === 0,
    userName: userInfo().username,
    hasSystemd: existsSync('/run/systemd/system'),
    environment,
    stateDirectory,
    dataDirectory: userDirectories(environment).data,
  };
}

/** The variables of an os-release file, without their quotes. */
export function parseOsRelease(text: string): Readonly<Record<string, string>> {
  const entries = text.split('\n').flatMap((line) => {
    const match = /^([A-Z_]+)=(?:"(.*)"|'(.*)'|(.*))$/.exec(line.trim());
    if (match === null) return [];
    const [, name = '', double, single, bare] = match;
    return [[name, double ?? single ?? bare ?? '']];
  });
  return Object.fromEntries(entries);
}

const familyById: Readonly<Record<string, SystemFamily>> = {
  debian: 'debian',
  ubuntu: 'debian',
  fedora: 'fedora',
  rhel: 'fedora',
  arch: 'arch',
  nixos: 'nixos',
};

/** The family of a distribution: its own name first, then those it says that it is like. */
export function familyOf(release: Readonly<Record<string, string>>): SystemFamily {
  const names = [release.ID ?? '', ...(release.ID_LIKE ?? '').split(/\s+/)];
  for (const name of names) {
    const family = Object.hasOwn(familyById, name) ? familyById[name] : undefined;
    if (family !== undefined) return family;
  }
  return 'other';
}

/** Where daemons are that a plain user's PATH does not name. */
const administratorFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** Absolute path of a program on the PATH, or `null`. */
export async function findProgram(
  name: string,
  environment: NodeJS.ProcessEnv,
  options: { readonly administrator?: boolean } = {},
): Promise<string | null> {
  const folders = (environment.PATH ?? '').split(delimiter).filter(isAbsolute);
  if (options.administrator === true) folders.push(...administratorFolders);
  for (const folder of folders) {
    const program = join(folder, name);
    const isProgram = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isProgram) return program;
  }
  return null;
}
