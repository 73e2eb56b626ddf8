/** Builders that failed. */
import { derivationName } from '../../storePath.ts';
import type { Rule, Scene } from '../rule.ts';

/** How the systems of roles are called, in nixpkgs and in the tiny base. */
const roleSystem =
  /^(?:nixos-system|tiny-system|tiny)-([A-Za-z0-9][\w-]*?)(?:-\d\d\.\d\d[\w.]*)?(?:-files)?$/;

/** The role in whose system a derivation ends up, if its name or that of a dependent tells. */
function roleOf(derivation: string, dependents: readonly string[]): string | undefined {
  for (const name of [derivation, ...dependents].map(derivationName)) {
    const role = roleSystem.exec(name)?.[1];
    if (role !== undefined) return role;
  }
  return undefined;
}

function subject(derivation: string, scene: Scene): string {
  const role = roleOf(derivation, scene.dependents);
  return `Building ${derivationName(derivation)}${role === undefined ? '' : ` (role “${role}”)`}`;
}

/** The last words of the builder, which nearly always name the cause. */
function lastWords(derivation: string, scene: Scene, otherwise: string): string {
  const lines = scene
    .tail(derivation)
    .filter((line) => line.trim() !== '')
    .slice(-8);
  return lines.length === 0 ? otherwise : `Its last lines:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

export const buildRules: readonly Rule[] = [
  {
    id: 'builder-failed',
    pattern: /^builder for '([^']+)' failed with exit code (\d+)/,
    explain: (match, scene) => ({
      code: 'nix-build',
      message: `${subject(match[1] ?? '', scene)} failed with exit code ${match[2]}.`,
      hint: lastWords(match[1] ?? '', scene, `It wrote nothing. See \`nix log ${match[1]}\`.`),
    }),
  },
  {
    id: 'builder-killed',
    pattern: /^builder for '([^']+)' failed due to signal (\d+) \(([^)]+)\)/,
    explain: (match, scene) => ({
      code: 'nix-build',
      message: `${subject(match[1] ?? '', scene)} was ended by signal ${match[2]} (${match[3]}).`,
      hint:
        match[2] === '9'
          ? 'Most often the memory ran out: close programs or build less at once.'
          : lastWords(match[1] ?? '', scene, 'Build again to see whether it repeats.'),
      retryable: true,
    }),
  },
  {
    id: 'no-output',
    pattern: /^builder for '([^']+)' failed to produce output path/,
    explain: (match, scene) => ({
      code: 'nix-build',
      message: `${subject(match[1] ?? '', scene)} made nothing.`,
      hint: 'Its script must create "$out", as a file or with mkdir -p "$out".',
    }),
  },
  {
    id: 'hash-mismatch',
    pattern:
      /^hash mismatch in (?:fixed-output derivation|file downloaded from) '([^']+)':\s*(?:specified|wanted):\s*(\S+)\s*got:\s*(\S+)/,
    explain: (match) => ({
      code: 'nix-build',
      message: `What was downloaded for ${derivationName(match[1] ?? '')} is not what was asked for.`,
      hint: `If you trust the new content, set its hash to ${match[3]}.`,
    }),
  },
  {
    id: 'wrong-system',
    pattern: /^a '([^']+)' with features (\{[^}]*\}) is required to build '([^']+)', but I am a '([^']+)'/,
    explain: (match) => ({
      code: 'nix-build',
      message:
        match[1] === match[4]
          ? `${derivationName(match[3] ?? '')} needs a machine with the features ${match[2]}.`
          : `${derivationName(match[3] ?? '')} can only be built on ${match[1]}, and this machine is ${match[4]}.`,
      hint:
        match[1] === match[4]
          ? 'Add them to “system-features” in nix.conf if this machine has them (kvm needs a working /dev/kvm).'
          : 'Build on such a machine, or set up a remote builder in nix.conf.',
    }),
  },
  {
    id: 'dependency-failed',
    pattern: /^(\d+) dependenc(?:y|ies) of derivation '([^']+)' failed to build/,
    explain: (match) => ({
      code: 'nix-build',
      message: `${derivationName(match[2] ?? '')} was not built, because something it needs failed.`,
      hint: 'The log above says what failed first.',
    }),
  },
];
