/** Nix's effective settings: nix.conf, the user's own nix.conf and NIX_CONFIG as Nix itself combines them. */
import { execa } from 'execa';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';

const setting = <Value extends z.ZodType>(value: Value) => z.object({ value });
const flagOrWord = z.union([z.boolean(), z.string()]);

const settingsSchema = z.object({
  system: setting(z.string()),
  sandbox: setting(flagOrWord),
  'build-users-group': setting(z.string()),
  'experimental-features': setting(z.union([z.array(z.string()), z.string()])),
  store: setting(z.string()),
});

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
  const attempts = [
    ['show-config', '--json'],
    [...forced, 'show-config', '--json'],
    [...forced, 'config', 'show', '--json'],
  ];
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

function toSettings(json: string): NixSettings {
  const settings = settingsSchema.parse(JSON.parse(json));
  const features = settings['experimental-features'].value;
  return {
    system: settings.system.value,
    sandboxed: !['false', false].includes(settings.sandbox.value),
    buildUsersGroup: settings['build-users-group'].value,
    experimentalFeatures: typeof features === 'string' ? features.split(/\s+/) : features,
    store: settings.store.value,
  };
}
