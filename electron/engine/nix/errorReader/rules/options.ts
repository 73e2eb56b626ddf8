/** What the module system (nixpkgs' and that of the tiny base, which uses its words) says about options. */
import { advice, suggestions } from '../advice.ts';
import type { Occurrence } from '../identifiers.ts';
import { kind } from '../kind.ts';
import { beginningOfFile, findName } from '../place.ts';
import type { Rule, Scene } from '../rule.ts';
import { alternatives, similarNames } from '../similar.ts';

/** The value in the first definition that the message lists. */
function firstDefinition(message: string): string | undefined {
  return /^- In `[^']+':? ?(.*)$/m.exec(message)?.[1] || undefined;
}

function unknownOptionHint(option: string, message: string): string {
  const own = advice(message);
  if (own !== '') return own;
  const siblings = /Options here: (.+)/.exec(message)?.[1]?.split(' ') ?? [];
  const close = similarNames(option.split('.').at(-1) ?? option, siblings);
  const meant = suggestions(message) ?? (close.length > 0 ? alternatives(close) : undefined);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  if (siblings.length > 0) return `There are: ${siblings.join(', ')}.`;
  return 'Check the spelling at search.nixos.org/options; an option may also have been renamed.';
}

const optionRule = (
  id: string,
  pattern: RegExp,
  explain: (match: RegExpExecArray, scene: Scene) => { message: string; hint: string },
  occurrence: Occurrence = 'only',
): Rule => ({
  id,
  pattern,
  explain: async (match, scene) => ({
    ...explain(match, scene),
    position: await findName(scene, match[1] ?? '', occurrence),
  }),
});

export const optionRules: readonly Rule[] = [
  optionRule(
    'unknown-option',
    /^The option `([^']+)'(?: defined in `[^']+')? does not exist\./,
    (match, { layout }) => ({
      message: `There is no option “${match[1]}”.`,
      hint: unknownOptionHint(match[1] ?? '', layout.message),
    }),
  ),
  optionRule(
    'option-type',
    /^A definition for option `([^']+)' is not of type `(.*?)'\. Definition values:/s,
    (match, { layout }) => {
      const value = firstDefinition(layout.message);
      return {
        message: `“${match[1]}” is ${value === undefined ? 'given a value of the wrong kind' : `set to ${value}`}.`,
        hint: `It must be: ${match[2]}. ${typeAdvice(match[2] ?? '', value)}${advice(layout.message)}`.trim(),
      };
    },
  ),
  optionRule('option-type', /^The option value `([^']+)' in `[^']+' is not of type `(.*)'/s, (match) => ({
    message: `“${match[1]}” is given a value of the wrong kind.`,
    hint: `It must be: ${match[2]}. ${typeAdvice(match[2] ?? '', undefined)}`.trim(),
  })),
  optionRule(
    'option-conflict',
    /^The option `([^']+)' has conflicting definition(?:s| values)/,
    (match, { layout }) => ({
      message: `“${match[1]}” is defined several times with different values.`,
      hint: `Remove all but one, or write lib.mkForce before the one that shall win. ${definitionsOf(layout.message)}`.trim(),
    }),
    'first',
  ),
  optionRule('option-undefined', /^The option `([^']+)' is used but not defined/, (match, { layout }) => ({
    message: `“${match[1]}” is needed, but nothing defines it.`,
    hint: advice(layout.message) || `Add ${match[1]} = …; to the role.`,
  })),
  optionRule('option-read-only', /^The option `([^']+)' is read-only/, (match) => ({
    message: `“${match[1]}” cannot be set: it is read-only or already set.`,
    hint: 'Remove your definition; its value is computed.',
  })),
  optionRule('option-path', /^The option path `([^']+)' is a set of options/, (match) => ({
    message: `“${match[1]}” is a group of options, not an option.`,
    hint: `Set the options inside it: ${match[1]}.<name> = …;`,
  })),
  {
    id: 'not-a-module',
    pattern:
      /^module (\S+)(?: \(.*?\))? (?:is (an? \w+) while a set or a function was expected|does not look like a module)/,
    explain: async (match, scene) => ({
      message: `A role is ${kind(match[2])}; it must be a function or a set.`,
      hint: 'Write roles.<name> = { pkgs, ... }: { … };',
      position: scene.position ?? (await beginningOfFile(scene)),
    }),
  },
  {
    id: 'mixed-module',
    pattern: /^Module `([^']+)' has an unsupported attribute `([^']+)'/,
    explain: async (match, scene) => ({
      message: `“${match[2]}” stands beside “config” or “options”.`,
      hint: `With a “config” in a module, everything belongs inside it: write config.${match[2]} = …;`,
      position: await findName(scene, match[2] ?? ''),
    }),
  },
  {
    id: 'failed-assertions',
    pattern: /^Failed assertions[^\n]*:\n([\s\S]+)/,
    explain: async (match, scene) => {
      const assertions = (match[1] ?? '').split(/\n?^- /m).map((text) => text.replaceAll('\n', ' ').trim());
      const [first = '', ...others] = assertions.filter((text) => text !== '');
      const [option] = /[a-z]\w*(?:\.[\w<>-]+)+/.exec(first) ?? [];
      return {
        message: first,
        hint:
          others.length === 0
            ? 'The configuration contradicts itself: change one of the options named.'
            : `And also: ${others.join(' ')}`,
        position: option === undefined ? scene.position : await findName(scene, option),
      };
    },
  },
];

function definitionsOf(message: string): string {
  const values = [...message.matchAll(/^- In `([^']+)':? ?(.*)$/gm)].map(([, place, value]) =>
    value === '' ? place : `${place}: ${value}`,
  );
  return values.length === 0 ? '' : `Definitions: ${values.join('; ')}`;
}

/** The slips of the first hour. */
function typeAdvice(type: string, value: string | undefined): string {
  if (type.startsWith('boolean')) return 'Write true or false, without quotes. ';
  if (/integer/.test(type) && value?.startsWith('"')) return 'Write the number without quotes. ';
  if (/^list of/.test(type)) return 'Write a list: [ one two ]. ';
  if (/string/.test(type) && value !== undefined && /^-?\d/.test(value)) return 'Put it into quotes. ';
  return '';
}
