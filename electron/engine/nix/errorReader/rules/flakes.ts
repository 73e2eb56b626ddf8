/** The flake around the composition: what it offers, its inputs and its lock. */
import { suggestions } from '../advice.ts';
import type { Rule } from '../rule.ts';

const networkHint =
  'Check the connection and try again. A project on the tiny base (template “tutorial”) builds without a network.';

export const flakeRules: readonly Rule[] = [
  {
    id: 'no-such-package',
    pattern: /^flake '[^']+' does not provide attribute '[^']*?([^'."]+::[^'."]+|[^'.]+)"?'/,
    explain(match, { layout }) {
      const close = suggestions(layout.message);
      return {
        code: 'not-found',
        message: `The project has nothing called “${match[1]}” to build.`,
        hint: close === undefined ? 'See what it offers with `nxc status`.' : `Did you mean ${close}?`,
      };
    },
  },
  {
    id: 'no-flake',
    pattern: /could not find a flake\.nix file|does not contain a '?\/?(?:\S+\/)?flake\.nix'?/,
    explain: async (_, { sources }) => {
      const flake = `${sources.directory}/flake.nix`;
      return (await sources.status(flake)) === 'untracked'
        ? {
            message: 'git does not know flake.nix yet, and Nix sees only what git tracks.',
            hint: 'Run `git add -N flake.nix` in the project.',
          }
        : {
            code: 'not-found',
            message: `There is no flake.nix in ${sources.directory}.`,
            hint: 'Make a project with `nxc init`, or change into the folder of one.',
          };
    },
  },
  {
    id: 'unsupported-path',
    pattern: /^'(?:file|path):\/\/([^']+)' is not a valid URL|couldn't find remote ref/,
    explain: (_, { sources }) => ({
      code: 'unsupported',
      message: `Nix cannot build in the folder ${sources.directory}.`,
      hint: 'This version of Nix takes no spaces, # ? or accented letters in a project’s path: rename or move it.',
    }),
  },
  {
    id: 'undeclared-input',
    pattern: /^unable to download '': |^cannot find flake 'flake:([^']+)' in the flake registries/,
    explain: (match) => ({
      message: `flake.nix uses an input ${match[1] === undefined ? '' : `“${match[1]}” `}that it does not declare.`,
      hint: 'Everything that “outputs” takes as argument (beside self) needs a line inputs.<name>.url = "…";',
      position: undefined,
    }),
  },
  {
    id: 'no-network',
    pattern:
      /^unable to download '([^']+)': (?:HTTP error (\d+)|([^\n]+))|^(?:fatal: )?unable to access '([^']+)'|Could(?:n't| not) resolve host/,
    explain: (match) => ({
      code: 'connection-lost',
      message:
        match[2] === undefined
          ? `Nix cannot download ${match[1] ?? match[4] ?? 'what it needs'}${match[3] === undefined ? '' : `: ${match[3]}`}.`
          : `The server refused ${match[1]} with HTTP error ${match[2]}.`,
      hint:
        match[2] === undefined
          ? networkHint
          : 'Check the address in flake.nix, and whether it needs a login.',
      retryable: true,
    }),
  },
  {
    id: 'broken-lock',
    pattern: /^\[json\.exception\.parse_error\.\d+\] parse error at line (\d+), column (\d+)/,
    async explain(match, { position, sources }) {
      const file = `${sources.directory}/flake.lock`;
      const lock = await sources.read(file);
      if (position !== undefined || lock === undefined || isJson(lock)) return undefined;
      return {
        message: 'flake.lock is not valid JSON.',
        hint: 'Restore it with `git checkout flake.lock`, or delete it and run `nxc build -u`.',
        position: { file, line: Number(match[1]), column: Number(match[2]) },
      };
    },
  },
  {
    id: 'invalid-json',
    pattern: /^\[json\.exception\.parse_error\.\d+\] (.+)/,
    explain: (match) => ({
      message: 'A text that should be JSON is not.',
      hint: `The reader says: ${match[1]}.`,
    }),
  },
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
