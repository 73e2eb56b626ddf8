import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNix } from '../syntax/document.ts';
import { LineIndex } from '../text/lineIndex.ts';
import { decodeString, type EmbeddedText } from './embeddedText.ts';

function decode(source: string): EmbeddedText {
  const { root } = parseNix(source);
  if (root.kind !== 'string') throw new Error(`no string: ${source}`);
  return decodeString(source, root);
}

describe('the text of a string', () => {
  it.each([
    ["''\n  a\n    b\n\n  c\n''", 'a\n  b\n\nc\n'],
    ["''a\n  b''", 'a\n  b'],
    ["''  a\n  b''", 'a\nb'],
    ["''\n  a\n  ''", 'a\n'],
    ["''\n\ta\n\t''", '\ta\n\t'],
    ["''\n  a ''$\\{b} ''' ''\\n c\n''".replace('\\{', '{'), "a ${b} '' \nc\n".replace('\\{', '{')],
    ["''\n  ''\\ta\n    b\n''", '\ta\n  b\n'],
    ["''\n    ${a}\n  b\n''", '  ${a}\nb\n'],
    ["''\n      \n  a\n''", '    \na\n'],
    ["''\r\n  a\r\n  b\r\n  ''", '\r\n  a\r\n  b\r\n'],
    ['"a\\n\\"\\${b} $${c}"', 'a\n"${b} $${c}'],
    ["''''", ''],
    ["''   ''", ''],
  ])('%j is %j', (source, expected) => {
    expect(decode(source).text).toBe(expected);
  });

  const lines = fc.array(
    fc.constantFrom('', '  ', '  a', '    b c', ' é', '  ${x}', "  ''\\n", "  '''", '\tq'),
    { maxLength: 8 },
  );

  it('knows where each of its units comes from', () => {
    fc.assert(
      fc.property(lines, (content) => {
        const source = `''\n${content.join('\n')}\n''`;
        const embedded = decode(source);
        for (let offset = 0; offset < embedded.text.length; offset++) {
          const origin = embedded.toSource(offset);
          expect(embedded.toText(origin)).toBeLessThanOrEqual(offset);
          const unit = embedded.text.charAt(offset);
          if (/[a-cé]/.test(unit)) expect(source.charAt(origin)).toBe(unit);
        }
      }),
    );
  });

  it('turns lines and columns of a script into those of the file, and back', () => {
    const source = "''\n    start_all()\n    with x:\n        y()\n  ''";
    const embedded = decode(source);
    const file = new LineIndex(source);
    expect(embedded.positionInSource({ line: 3, column: 5 }, file)).toEqual({ line: 4, column: 9 });
    expect(embedded.positionInText({ line: 4, column: 9 }, file)).toEqual({ line: 3, column: 5 });
    expect(embedded.positionInText({ line: 4, column: 2 }, file)).toEqual({ line: 3, column: 1 });
  });
});
