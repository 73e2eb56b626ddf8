/** Files that Nix cannot see or may not read. */
import { dirname } from 'node:path';
import { splitStorePath } from '../../storePath.ts';
import { findName } from '../place.ts';
import type { Explanation, Rule, Scene } from '../rule.ts';

const pureHint =
  'A composition may only use files of its own project, so that it builds the same everywhere: copy the file there.';

export const fileRules: readonly Rule[] = [
  {
    id: 'library-gone',
    pattern:
      /^(?:NAR hash mismatch in input '[^']*\/library\/[0-9a-z]+\b|(?:getting status of|path|opening file) '[^']+\/library\/[0-9a-z]+'.*(?:No such file or directory|does not exist))/,
    explain: () => ({
      message: 'The Nix library that flake.lock points to is not on this machine, or has been changed.',
      hint: 'Run `nxc build -u`: it points the project at the library that came with this version of NXC.',
    }),
  },
  {
    id: 'input-changed',
    pattern: /^NAR hash mismatch in input '([^'?]+)/,
    explain: (match) => ({
      message: `The input ${match[1]} is not what flake.lock expects: it has changed since.`,
      hint: 'If that was wanted, run `nxc build -u` to take it as it is now.',
    }),
  },
  {
    id: 'missing-file',
    pattern:
      /^(?:getting status of|opening file|reading file|opening directory|path|access to path) '([^']+)'(?::? (?:No such file or directory|does not exist|is forbidden))/,
    explain: (match, scene) => missingFile(match[1] ?? '', scene),
  },
  {
    id: 'not-tracked',
    pattern:
      /^Path '([^']+)' (?:in the repository "[^"]*" is not tracked by Git|does not exist in Git repository)/,
    explain: (match, scene) => missingFile(`«git»/${match[1]}`, scene),
  },
  {
    id: 'impure-path',
    pattern: /^access to (?:absolute path|canonical path|path) '([^']+)' is forbidden/,
    explain: async (match, scene) => ({
      message: `The file ${match[1]} is not part of the project, so Nix may not read it.`,
      hint: pureHint,
      position: await findName(scene, match[1] ?? ''),
    }),
  },
  {
    id: 'search-path',
    pattern: /^cannot look up '(<[^']+>)' in pure evaluation mode/,
    explain: (match) => ({
      message: `${match[1]} depends on this machine, so a project may not use it.`,
      hint: 'Use the “pkgs” that the composition is given instead of importing <nixpkgs>.',
    }),
  },
  {
    id: 'impure-fetch',
    pattern:
      /^(?:in pure evaluation mode, '([^']+)' (?:requires|will not fetch)|cannot call '([^']+)' on unlocked flake reference)/,
    explain: (match) => ({
      message: `“${match[1] ?? match[2]}” would download something that is not pinned.`,
      hint: 'Add its sha256, or make it an input in flake.nix, so that every build gets the same.',
    }),
  },
];

async function missingFile(path: string, scene: Scene): Promise<Explanation | undefined> {
  const { sources } = scene;
  const file = await sources.locate(path);
  if (file === undefined) {
    // A file of the machine that is not there; a path in the store is none the user could look at.
    if (splitStorePath(path) !== undefined) return undefined;
    return {
      message: `The file ${path} does not exist.`,
      hint: 'Check the path, also in the inputs of flake.nix.',
    };
  }
  const name = sources.name(file);
  const position = await findName(scene, name.split('/').at(-1) ?? name);
  const status = await sources.status(file);
  if (status === 'untracked') {
    return {
      message: `The file ${name} exists, but git does not know it, and Nix sees only what git tracks.`,
      hint: `Run \`git add -N ${name}\` in the project, then build again. It needs no commit.`,
      position,
    };
  }
  if (status === 'present') {
    return {
      message: `Nix could not read the file ${name}, although it is there.`,
      hint: `Check that it is readable and not a link out of the project, then build again.`,
      position,
      retryable: true,
    };
  }
  return {
    message: `The file ${name} does not exist.`,
    hint: `Create it in ${sources.name(dirname(file)) === '.' ? 'the project' : sources.name(dirname(file))}, or correct the path that names it.`,
    position,
  };
}
