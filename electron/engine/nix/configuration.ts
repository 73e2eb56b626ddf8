/** What must be said to Nix so that it works on this machine, found out by asking and not by guessing. */
import { access, constants, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findNix } from './findNix.ts';
import { sandboxWorks } from './sandboxProbe.ts';
import { featureFlags, type NixSettings, readNixSettings } from './settings.ts';

/** Something the user should know about how builds run here. */
interface NixNotice {
  readonly message: string;
  readonly hint: string;
}

interface NixConfiguration {
  /** Absolute path of the `nix` program. */
  readonly program: string;
  /** Nix's name for this machine's kind, e.g. `x86_64-linux`. */
  readonly system: string;
  /** Go before the subcommand, in every call. */
  readonly flags: readonly string[];
  readonly notices: readonly NixNotice[];
  /** The environment that all this holds for. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface NixConfigurationReader {
  /** The configuration as of now; asks Nix again only when its files or environment changed. */
  read(): Promise<NixConfiguration>;
}

export interface NixConfigurationDependencies {
  /** Usually `userDirectories().cache`. */
  readonly cacheDirectory: string;
  readonly environment?: NodeJS.ProcessEnv;
}

export function createNixConfiguration(dependencies: NixConfigurationDependencies): NixConfigurationReader {
  const environment = dependencies.environment ?? process.env;
  let known: { key: string; configuration: Promise<NixConfiguration> } | undefined;
  return {
    async read() {
      const program = await findNix(environment);
      const key = JSON.stringify([program, await configurationFiles(environment)]);
      if (known?.key !== key) {
        const configuration = configure(program, environment, dependencies.cacheDirectory);
        known = { key, configuration };
        // A failure is told to whoever asked and not remembered.
        configuration.catch(() => {
          known = undefined;
        });
      }
      return known.configuration;
    },
  };
}

/** Modification times of the files that Nix reads its settings from. */
async function configurationFiles(environment: NodeJS.ProcessEnv): Promise<readonly (number | null)[]> {
  const userConfiguration = environment.XDG_CONFIG_HOME ?? join(environment.HOME ?? homedir(), '.config');
  const files = [
    join(environment.NIX_CONF_DIR ?? '/etc/nix', 'nix.conf'),
    join(userConfiguration, 'nix/nix.conf'),
    ...(environment.NIX_USER_CONF_FILES ?? '').split(':').filter((file) => file !== ''),
    '/etc/group',
  ];
  return Promise.all(
    files.map((file) =>
      stat(file).then(
        (found) => found.mtimeMs,
        () => null,
      ),
    ),
  );
}

async function configure(
  program: string,
  environment: NodeJS.ProcessEnv,
  cacheDirectory: string,
): Promise<NixConfiguration> {
  const settings = await readNixSettings(program, environment);
  // A dirty tree is the normal state of a project that is being edited: no news.
  const flags = [...featureFlags(settings), '--option', 'warn-dirty', 'false'];
  const notices: NixNotice[] = [];
  if (await usesLocalStore(settings, environment)) {
    if (await lacksBuildUsers(settings)) flags.push('--option', 'build-users-group', '');
    const { system } = settings;
    if (
      settings.sandboxed &&
      !(await sandboxWorks({ program, flags, system, environment, cacheDirectory }))
    ) {
      flags.push('--option', 'sandbox', 'false');
      notices.push({
        message: 'Nix cannot isolate builds on this machine, so they run without its sandbox.',
        hint: 'Builds work, but may see files of this machine. In a container, start it with more privileges.',
      });
    }
  }
  return { program, system: settings.system, flags, notices, environment };
}

/** With a daemon, users and sandbox are the daemon's affair. */
async function usesLocalStore(settings: NixSettings, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const store = environment.NIX_REMOTE || settings.store;
  if (store === 'local' || store.startsWith('/') || store.startsWith('local?')) return true;
  if (store !== 'auto') return false;
  const stateDirectory = environment.NIX_STATE_DIR ?? '/nix/var/nix';
  return access(stateDirectory, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Root builds through a group of users; many small installations (containers) don't have one. */
async function lacksBuildUsers({ buildUsersGroup }: NixSettings): Promise<boolean> {
  if (process.getuid?.() !== 0 || buildUsersGroup === '') return false;
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  const group = groups.split('\n').find((line) => line.startsWith(`${buildUsersGroup}:`));
  const members = group?.split(':')[3] ?? '';
  return members.trim() === '';
}
