/** Nix itself, and whether this user can put anything into its store. */
import { execa } from 'execa';
import { findNix } from '../../nix/findNix.ts';
import { type Finding, finding } from '../finding.ts';
import type { Machine } from '../machine.ts';
import { installRemedies, type Remedy } from '../remedies.ts';

/** The first version whose flakes and `nix build` behave as ours expect. */
const oldestVersion = { major: 2, minor: 4 };

const documentation = 'https://nixos.org/download';

export async function checkNix(machine: Machine): Promise<Finding> {
  const identity = { id: 'nix', title: 'Nix' };
  const program = await locate(machine);
  const remedies = installRemedies(machine, 'nix');
  if (program === null) {
    const description = 'Nix is not installed. It builds the compositions.';
    return finding(identity, { state: 'failed', description, remedies, documentation });
  }
  const { stdout, failed, shortMessage } = await runNix(machine, program, ['--version']);
  const version = parseNixVersion(stdout);
  if (failed || version === null) {
    const description = failed
      ? `${program} does not run: ${shortMessage}`
      : `${program} does not say which version it is: ${stdout}`;
    return finding(identity, { state: 'failed', description, remedies, documentation });
  }
  if (isTooOld(version)) {
    return finding(identity, {
      state: 'failed',
      description: `Nix ${version.text} is too old: flakes need ${oldestVersion.major}.${oldestVersion.minor} or later.`,
      documentation,
    });
  }
  return finding(identity, { state: 'passed', description: `${version.text} (${program})` });
}

/** Opens the store as a build would. */
export async function checkNixStore(machine: Machine): Promise<Finding> {
  const identity = { id: 'nix-store', title: 'Nix store' };
  const program = await locate(machine);
  if (program === null) {
    return finding(identity, {
      state: 'failed',
      description: 'Cannot be looked at without Nix.',
    });
  }
  const ping = ['--extra-experimental-features', 'nix-command', 'store', 'ping'];
  const { failed, stdout, stderr } = await runNix(machine, program, ping);
  if (!failed) {
    // Newer versions write this to the other stream.
    const url = /Store URL: (\S+)/.exec(`${stdout}\n${stderr}`)?.[1] ?? 'unknown';
    const description = url === 'daemon' ? 'Used through the Nix daemon' : `Used directly (${url})`;
    return finding(identity, { state: 'passed', description });
  }
  const complaint = stderr.split('\n').find((line) => line.startsWith('error:')) ?? stderr.trim();
  return finding(identity, {
    state: 'failed',
    description: `This user (${machine.userName}) cannot use the Nix store: ${complaint}`,
    remedies: storeRemedies(machine, complaint),
    documentation: 'https://nixos.org/manual/nix/stable/installation/multi-user',
  });
}

/** Debian splits the daemon from Nix and lets only members of a group talk to it. */
function storeRemedies(machine: Machine, complaint: string): Remedy[] {
  if (machine.family !== 'debian' || !machine.hasSystemd) return [];
  if (/permission denied/i.test(complaint) && complaint.includes('daemon-socket')) {
    return [
      {
        type: 'command',
        description: 'Let this user talk to the Nix daemon (then log out and in again)',
        argv: ['usermod', '-aG', 'nix-users', machine.userName],
        needsRoot: true,
      },
    ];
  }
  return [{ type: 'package', tool: 'nix', package: 'nix-setup-systemd' }];
}

export interface NixVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** Reads what `nix --version` prints, also of Nix's relatives: `nix (Lix, like Nix) 2.91.1`. */
export function parseNixVersion(output: string): NixVersion | null {
  const match = /\b((\d+)\.(\d+)\S*)\s*$/m.exec(output);
  if (match === null) return null;
  const [, text = '', major, minor] = match;
  return { text, major: Number(major), minor: Number(minor) };
}

function isTooOld({ major, minor }: NixVersion): boolean {
  return major < oldestVersion.major || (major === oldestVersion.major && minor < oldestVersion.minor);
}

function runNix(machine: Machine, program: string, arguments_: readonly string[]) {
  const options = { env: machine.environment, extendEnv: false, reject: false, stdin: 'ignore' } as const;
  return execa(program, arguments_, options);
}

async function locate(machine: Machine): Promise<string | null> {
  return findNix(machine.environment).catch(() => null);
}
