/** The QEMU of this machine. */
import { arch, platform } from 'node:os';
import { execa } from 'execa';
import { AppError } from '#shared/errors.ts';
import { recallVersion } from './programVersion.ts';

export interface QemuProgram {
  readonly path: string;
  /** As it says it, e.g. “7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)”. */
  readonly version: string;
}

const name = 'qemu-system-x86_64';

/** The oldest version whose screen can be had as PNG, and that this was tested with. */
const oldestMajor = 7;

/**
 * @throws AppError `missing-program`, or `unsupported` if the version is too old, this is no Linux on x86_64, or the
 *   build is for another architecture
 * @param cacheDirectory where the version is noted: asking for it takes a fifth of a quick start
 */
export async function findQemu(
  system: string,
  environment: NodeJS.ProcessEnv,
  cacheDirectory?: string,
): Promise<QemuProgram> {
  if (system !== 'x86_64-linux' || arch() !== 'x64' || platform() !== 'linux') {
    throw new AppError(
      'unsupported',
      `Virtual machines run on Linux on x86_64 only: this is ${platform()} on ${arch()}, and the build is for ${system}.`,
      {
        hint: 'Use the flavour docker here: `nxc start -f docker`.',
      },
    );
  }
  const known = cacheDirectory === undefined ? undefined : await recallVersion(environment, cacheDirectory);
  if (known?.version !== undefined) return { path: name, version: known.version };
  const result = await execa(name, ['--version'], {
    env: environment,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  const version = /version (.+)/.exec(String(result.stdout))?.[1];
  if (result.exitCode === undefined) throw missing(result.cause);
  if (result.exitCode !== 0 || version === undefined) {
    throw new AppError('missing-program', `${name} is installed but does not run.`, {
      hint: 'Install it again; `nxc doctor -f vm` gives the command.',
      details: {
        raw: String(result.stderr),
        command: {
          command: `${name} --version`,
          exitCode: result.exitCode,
          lastLines: String(result.stderr).split('\n').slice(-5),
        },
      },
    });
  }
  if (Number.parseInt(version, 10) < oldestMajor) {
    throw new AppError('unsupported', `QEMU ${version} is too old: ${oldestMajor}.0 or newer is needed.`, {
      hint: 'Install a newer one, e.g. from Nix: `nix profile install nixpkgs#qemu`.',
    });
  }
  await known?.remember(version);
  return { path: name, version };
}

function missing(cause: unknown): AppError {
  return new AppError('missing-program', `Virtual machines need QEMU, and there is no ${name} in the PATH.`, {
    hint: '`nxc doctor -f vm` gives the command that installs it.',
    cause,
  });
}
