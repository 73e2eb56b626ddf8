/** Values of the wrong kind, arguments that don't fit, and checks that failed. */
import { advice } from '../advice.ts';
import { kind } from '../kind.ts';
import { findName } from '../place.ts';
import type { Rule } from '../rule.ts';

export const valueRules: readonly Rule[] = [
  {
    id: 'cannot-coerce',
    pattern: /^cannot coerce (an? \w+|null|.+?) to a string/,
    explain: (match) => ({
      message: `Here a text is needed, and ${kind(match[1])} is given.`,
      hint: 'Numbers become text with toString; a set or a function cannot be joined to a text.',
    }),
  },
  {
    id: 'not-a-function',
    pattern: /^attempt to call something which is not a function but (an? \w+|null)/,
    explain: (match) => ({
      message: `This is called like a function, but it is ${kind(match[1])}.`,
      hint: 'Two values side by side mean a call. In a list, put a call into ( ); elsewhere a ; or an operator is missing.',
    }),
  },
  {
    id: 'wrong-kind',
    pattern:
      /^(?:value is (an? [\w ]+?|null) while (.+?) was expected|expected (an? \w+) but found (an? \w+|null))/,
    explain(match, { position, compositionFile }) {
      const [, given, wanted, newerWanted, newerGiven] = match;
      return {
        message: `Here ${kind(wanted ?? newerWanted)} is needed, and ${kind(given ?? newerGiven)} is given.`,
        hint:
          position === undefined && compositionFile !== undefined
            ? 'The composition must be a function { pkgs, ... }: that gives a set { roles = { … }; }.'
            : 'Check the value, and whether a pair of ( ) or quotes is missing.',
      };
    },
  },
  {
    id: 'assertion',
    pattern: /^assertion '(.+)' failed/s,
    explain: (match) => ({
      message: `The assertion ${match[1]} is false.`,
      hint: 'Somebody wrote “assert” to forbid this: change the value that it checks.',
    }),
  },
  {
    id: 'abort',
    pattern: /^evaluation aborted with the following error message: '(.*)'/s,
    explain: (match) => ({
      message: match[1] ?? 'Evaluation was aborted.',
      hint: 'A call of “abort” in the Nix code ended the evaluation with these words.',
    }),
  },
  {
    id: 'unexpected-argument',
    pattern: /^(?:function '([^']+)'|.*? at .+?:\d+:\d+) called with unexpected argument '([^']+)'/,
    explain: (match) => ({
      message: `This function is given an argument “${match[2]}” that it does not take.`,
      hint: 'Add ... to its arguments, as in { pkgs, ... }: so that it accepts what it does not name.',
    }),
  },
  {
    id: 'missing-argument',
    pattern: /^(?:function '([^']+)'|.*? at .+?:\d+:\d+) called without required argument '([^']+)'/,
    explain: (match) => ({
      message: `The argument “${match[2]}” is not given.`,
      hint: `Pass ${match[2]} where the function is called, or take it out of the function’s { arguments }.`,
    }),
  },
  {
    id: 'composition-argument',
    pattern: /asks for the argument `([^']+)', which compositions do not get\.\s*(.*)$/s,
    explain: async (match, scene) => ({
      message: `The composition asks for an argument “${match[1]}”, which nobody gives.`,
      hint: match[2] || 'Check the spelling of the arguments in the first lines of the composition.',
      position: await findName(scene, match[1] ?? '', 'first'),
    }),
  },
  {
    id: 'module-argument',
    pattern: /^module argument `([^']+)' \(wanted by [^)]*\) does not exist\.?/,
    async explain(match, scene) {
      const name = match[1] ?? '';
      return {
        message: `The role asks for an argument “${name}”, which nobody gives.`,
        hint:
          advice(scene.layout.message) ||
          'A role can ask for pkgs, lib, config and options. Check the spelling.',
        position: await findName(scene, name, 'first'),
      };
    },
  },
  {
    id: 'division-by-zero',
    pattern: /^division by zero/,
    explain: () => ({ message: 'Division by zero.', hint: 'Check the number behind the slash.' }),
  },
  {
    id: 'out-of-bounds',
    pattern: /^list index (\d+) is out of bounds/,
    explain: (match) => ({
      message: `The list has no element number ${match[1]}.`,
      hint: 'Lists count from 0. Check its length with builtins.length.',
    }),
  },
];
