/** Nix's effective settings: nix.conf, the user's own nix.conf and NIX_CONFIG as Nix itself combines them. */
import { execa } from 'execa';
import { AppError } from '#shared/errors.ts';

export interface NixSettings {
  /** e.g. `x86_64-linux`. */
  readonly system: string;
  readonly sandboxed: boolean;
  /** Empty when builds run as the caller. */
  readonly buildUsersGroup: string;
  readonly experimentalFeatures: readonly string[];
  readonly store: string;
}

const neededFeatures = ['nix-command', 'flakes'] as const;

/** What switches on the commands we need; nothing when the user has them on. */
export function featureFlags(settings: Pick<NixSettings, 'experimentalFeatures'>): readonly string[] {
  const missing = neededFeatures.filter((feature) => !settings.experimentalFeatures.includes(feature));
  return missing.length === 0 ? [] : ['--extra-experimental-features', missing.join(' ')];
}

/**
 * Asks Nix for its settings.
 *
 * @throws AppError `nix-evaluation` with Nix's words when it cannot read its own configuration
 */
export async function readNixSettings(program: string, environment: NodeJS.ProcessEnv): Promise<NixSettings> {
  const forced = ['--extra-experimental-features', neededFeatures.join(' ')];
  // Asked plainly first, so that the answer tells whether the user has the features on; newer versions of Nix
  // have renamed the command.
  const attempts = [['show-config'], [...forced, 'show-config'], [...forced, 'config', 'show']];
  let complaint = '';
  for (const [index, attempt] of attempts.entries()) {
    const result = await execa(program, attempt, { env: environment, extendEnv: false, reject: false });
    if (result.exitCode === 0) {
      const settings = toSettings(result.stdout);
      return index === 0 ? settings : { ...settings, experimentalFeatures: [] };
    }
    complaint ||= result.stderr;
  }
  throw new AppError('nix-evaluation', 'Nix cannot read its own configuration.', {
    hint: 'Check nix.conf (in /etc/nix and ~/.config/nix) and the variable NIX_CONFIG, then run `nxc doctor`.',
    details: { raw: complaint },
  });
}

/** From lines `name = value`; Nix's JSON form numbers the features in some versions. */
function toSettings(text: string): NixSettings {
  const values = new Map(
    text.split('\n').map((line) => {
      const [name = '', ...value] = line.split(' =');
      return [name, value.join(' =').trim()] as const;
    }),
  );
  return {
    system: values.get('system') ?? '',
    sandboxed: values.get('sandbox') !== 'false',
    buildUsersGroup: values.get('build-users-group') ?? '',
    experimentalFeatures: (values.get('experimental-features') ?? '').split(/\s+/),
    store: values.get('store') ?? 'auto',
  };
}
