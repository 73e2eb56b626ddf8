/** What is wrong with this machine or its Nix, not with the project. */
import type { Rule } from '../rule.ts';

export const machineRules: readonly Rule[] = [
  {
    id: 'disk-full',
    pattern: /No space left on device|database or disk is full|Disk quota exceeded/,
    explain: () => ({
      code: 'disk-full',
      message: 'The disk that holds the Nix store is full.',
      hint: 'Free some space: `nix-collect-garbage` removes what no build refers to. Then build again.',
      retryable: true,
    }),
  },
  {
    id: 'daemon-unreachable',
    pattern:
      /cannot connect to (?:socket|daemon) at '([^']+)'(?:: (.+))?|^cannot connect to '([^']*daemon[^']*)'/,
    explain: (match) =>
      match[2]?.startsWith('Permission denied') === true
        ? {
            code: 'permission-denied',
            message: `You may not use the Nix daemon (${match[1]}).`,
            hint: 'Ask to be added to “allowed-users” in nix.conf, or to the group that owns the socket.',
          }
        : {
            code: 'daemon-unreachable',
            message: `The Nix daemon does not answer at ${match[1] ?? match[3]}.`,
            hint: 'Start it, e.g. with `sudo systemctl start nix-daemon`, then run `nxc doctor`.',
            retryable: true,
          },
  },
  {
    id: 'store-permission',
    pattern:
      /(?:could not set permissions on|creating|opening|getting status of|opening lock file|cannot open|changing ownership of|making directory|cannot make)[^\n]*?'?(\/[^\s':]*nix[^\s':]*)'?[^\n]*: (?:Permission denied|Operation not permitted)/,
    explain: (match) => ({
      code: 'permission-denied',
      message: `You may not write to the Nix store (${match[1]}).`,
      hint: 'Let the Nix daemon do it (`nxc doctor` shows how), or build into a store of your own: --store ~/.local/share/nix/root.',
    }),
  },
  {
    id: 'feature-disabled',
    pattern: /^experimental (?:Nix )?feature '([^']+)' is disabled/,
    explain: (match) => ({
      code: 'unsupported',
      message: `Nix needs its feature “${match[1]}” for this, and it is switched off.`,
      hint: `Add the line extra-experimental-features = ${match[1]} to ~/.config/nix/nix.conf.`,
    }),
  },
  {
    id: 'bad-flag',
    pattern:
      /^unrecogni[sz]ed (?:flag|option) '([^']+)'|^flag '([^']+)' requires|^'([^']+)' is not a recogni[sz]ed command/,
    explain: (match) => ({
      code: 'bad-input',
      message: `This version of Nix does not know ${match[1] ?? match[2] ?? match[3]}.`,
      hint: 'Check what was given with --nix-flags; `nix build --help` lists the flags.',
    }),
  },
  {
    id: 'out-link-taken',
    pattern: /^cannot create symlink '([^']+)'; already exists/,
    explain: (match) => ({
      code: 'conflict',
      message: `${match[1]} is in the way: the link to the build goes there.`,
      hint: 'Move it away, or choose another place with -o.',
    }),
  },
  {
    id: 'build-users',
    pattern:
      /build users group '([^']+)' has no members|the group '([^']+)' specified in 'build-users-group' does not exist/,
    explain: (match) => ({
      code: 'unsupported',
      message: `Nix wants to build as users of the group “${match[1] ?? match[2]}”, which has none.`,
      hint: 'Run `nxc doctor`, or set build-users-group = (empty) in /etc/nix/nix.conf.',
    }),
  },
  {
    id: 'interrupted',
    pattern: /^interrupted by the user/,
    explain: () => ({
      code: 'cancelled',
      message: 'Nix was interrupted.',
      hint: 'What was built so far is kept: the next build goes on from there.',
      retryable: true,
    }),
  },
];
