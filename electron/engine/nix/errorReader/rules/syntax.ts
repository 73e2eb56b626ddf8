/** Text that is not Nix. */
import type { Rule } from '../rule.ts';

/** The parser's names for what it reads; quoted characters speak for themselves. */
const tokenNames: Readonly<Record<string, string>> = {
  ID: 'a name',
  INT: 'a number',
  FLOAT: 'a number',
  DOLLAR_CURLY: '“${”',
  IND_STRING_OPEN: 'a text',
  STR: 'a text',
  PATH: 'a path',
  HPATH: 'a path',
  SPATH: 'a path in < >',
  URI: 'an address',
  ELLIPSIS: '“...”',
  'end of file': 'the end of the file',
};

function token(name = ''): string {
  return name
    .split(' or ')
    .map((part) => {
      const quoted = /^'(.+)'$/.exec(part);
      return quoted === null ? (tokenNames[part] ?? `“${part.toLowerCase()}”`) : `“${quoted[1]}”`;
    })
    .join(' or ');
}

export const syntaxRules: readonly Rule[] = [
  {
    id: 'unterminated-string',
    pattern: /^syntax error, unexpected end of file, expecting '"'/,
    explain: () => ({
      message: 'This text in quotes never ends.',
      hint: 'Close it with " on the same line. Text over several lines stands between two pairs of single quotes.',
    }),
  },
  {
    id: 'unexpected-end',
    pattern: /^syntax error, unexpected (?:end of file|\$end)/,
    explain: () => ({
      message: 'The file ends too early: a bracket, quote or “let” is still open.',
      hint: 'Look for a { [ ( or a quote that is never closed, and for a missing ; after the last }.',
    }),
  },
  {
    id: 'missing-semicolon',
    pattern: /^syntax error, unexpected ([^,]+), expecting ';'/,
    explain: (match) => ({
      message: `A semicolon is missing before ${token(match[1])}.`,
      hint: 'Every “name = value” ends with ; and most often it is the line before that lacks it.',
    }),
  },
  {
    id: 'missing-function-body',
    pattern: /^syntax error, unexpected ([^,]+), expecting ':' or '@'/,
    explain: (match) => ({
      message: `Before ${token(match[1])} a colon is missing.`,
      hint: 'A function is written { pkgs, ... }: body. Put : after the closing } of its arguments.',
    }),
  },
  {
    id: 'syntax',
    pattern: /^syntax error, unexpected ([^,\n]+)(?:, expecting (.+))?/,
    explain: (match) => ({
      message:
        match[2] === undefined
          ? `Here Nix cannot read ${token(match[1])}.`
          : `Here Nix found ${token(match[1])} where it expects ${token(match[2])}.`,
      hint: 'Nix could not read on at this place: look at it and at the end of the line before.',
    }),
  },
  {
    id: 'duplicate-attribute',
    pattern: /^(?:dynamic )?attribute '([^']+)' already defined at (?:.*?):(\d+):\d+/,
    explain: (match) => ({
      message: `“${match[1]}” is defined twice: here and on line ${match[2]}.`,
      hint: 'A set can hold a name only once. Remove one of the two, or merge them.',
    }),
  },
  {
    id: 'invalid-token',
    pattern: /^(?:syntax error, )?invalid (?:token|character)|^path .* has a trailing slash/,
    explain: () => ({
      message: 'There is a character here that Nix does not know.',
      hint: 'Look for typographic quotes, a stray character, or a path that ends with a slash.',
    }),
  },
];
