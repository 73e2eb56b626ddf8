import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNix } from '../syntax/document.ts';
import { decodeString } from './embeddedText.ts';

describe('the text of a string and Nix itself', () => {
  it('agree on escapes and indentation', async () => {
    const pieces = fc.constantFrom(
      'a',
      ' ',
      '  ',
      '\n',
      '\n  ',
      '\n    ',
      "'''",
      "''$",
      "''\\n",
      "''\\t",
      '\t',
      '$$',
      '$',
      "'b",
      'é',
      '\\',
      '"',
    );
    const strings = fc
      .array(pieces, { maxLength: 14 })
      .map((parts) => `''${parts.join('').replaceAll('${', '$')}''`)
      .filter((source) => parseNix(source).problems.length === 0 && parseNix(source).root.kind === 'string');
    const sources = fc.sample(strings, 300);
    const { stdout } = await execa('nix-instantiate', ['--eval', '--strict', '--json', '-'], {
      input: `[ ${sources.join('\n')} ]`,
    });
    const decoded = sources.map((source) => {
      const { root } = parseNix(source);
      return root.kind === 'string' ? decodeString(source, root).text : null;
    });
    expect(decoded).toEqual(JSON.parse(stdout));
  });
});
