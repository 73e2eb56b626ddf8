/** Names that lead nowhere, and values that need themselves. */
import { suggestions } from '../advice.ts';
import { boundNames } from '../identifiers.ts';
import type { Rule, Scene } from '../rule.ts';
import { alternatives, similarNames } from '../similar.ts';

async function namesNear(scene: Scene): Promise<Iterable<string>> {
  const { position, sources } = scene;
  const source = position === undefined ? undefined : await sources.read(position.file);
  return source === undefined ? [] : boundNames(source);
}

const variableHint =
  'A text needs quotes, and a variable must come from “let … in” or a function’s { arguments }.';

export const nameRules: readonly Rule[] = [
  {
    id: 'undefined-variable',
    pattern: /^undefined variable '([^']+)'/,
    async explain(match, scene) {
      const name = match[1] ?? '';
      const close = similarNames(name, await namesNear(scene));
      const isArgument = ['pkgs', 'lib', 'config', 'options', 'modulesPath', 'helpers', 'flavour'].includes(
        name,
      );
      return {
        message: `“${name}” is not defined.`,
        hint: isArgument
          ? `Ask for it: the function around this line must begin with { ${name}, ... }:`
          : close.length > 0
            ? `Did you mean ${alternatives(close)}? ${variableHint}`
            : variableHint,
      };
    },
  },
  {
    id: 'no-roles',
    pattern: /^attribute '(?:nodes|roles)' missing/,
    explain(_, scene) {
      if (scene.position !== undefined) return undefined;
      const file = scene.compositionFile;
      return {
        message: 'The composition has no roles.',
        hint: 'It must give { roles = { server = { ... }: { }; }; }. Check how “roles” is written.',
        position: file === undefined ? undefined : { file, line: 1, column: 1 },
      };
    },
  },
  {
    id: 'missing-attribute',
    pattern: /^attribute '([^']+)' missing/,
    async explain(match, scene) {
      const close = suggestions(scene.layout.message);
      const fromPackages = await follows(scene, 'pkgs');
      return {
        message: `There is no “${match[1]}” here.`,
        hint:
          close !== undefined
            ? `Did you mean ${close}?`
            : fromPackages
              ? `“pkgs” has no package of that name: search it at search.nixos.org (the tiny base has only a few).`
              : 'Check the spelling, and that the part before the dot is the set you think it is.',
      };
    },
  },
  {
    id: 'infinite-recursion',
    pattern: /^(?:infinite recursion encountered|stack overflow)/,
    explain: (_, scene) => ({
      message:
        scene.position === undefined ? 'A value needs itself to be computed.' : 'This value needs itself.',
      hint: 'Most often an option is defined from its own value in “config”: use another name, or lib.mkForce.',
    }),
  },
];

/** Whether the place in the text is an attribute of the variable `owner`. */
async function follows({ position, sources }: Scene, owner: string): Promise<boolean> {
  if (position === undefined) return false;
  const source = await sources.read(position.file);
  const rest = source?.split('\n')[position.line - 1]?.slice(position.column - 1) ?? '';
  return rest.startsWith(`${owner}.`);
}
