import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from './plainText.ts';
import { searchNames } from './searchNames.ts';

describe('descriptions', () => {
  test.each([
    ['Whether to enable <literal>sshd</literal>.', 'Whether to enable `sshd`.'],
    ['See <xref linkend="opt-services.nginx.enable"/>.', 'See `services.nginx.enable`.'],
    ['Use {option}`a.b` or {command}`ls`.', 'Use `a.b` or `ls`.'],
    ['\n    One line,\n      and more.\n  ', 'One line,\n  and more.'],
    ['<para>One.</para><para>Two &lt; 3.</para>', 'One.\n\nTwo < 3.'],
    ['See <link xlink:href="https://a.example">there</link>.', 'See [there](https://a.example).'],
    ["See <link xlink:href='https://a.example'/>", 'See https://a.example'],
    ['<itemizedlist><listitem><para>a</para></listitem></itemizedlist>', '- a'],
    ['<programlisting>\n{ a = 1; }\n</programlisting>', '```\n{ a = 1; }\n```'],
    ['Fewer than 3 < 4.', 'Fewer than 3 < 4.'],
    [null, ''],
  ])('%j reads %j', (raw, plain) => {
    expect(plainText(raw)).toBe(plain);
  });

  test('are never made longer by more than their marks, and words stay', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), (words) => {
        expect(plainText(`<para>${words.join(' ')}</para>`)).toBe(words.join(' '));
      }),
    );
  });
});

describe('names', () => {
  test('come in the order in which they are likely to be meant', () => {
    const names = ['libcurl', 'curlie', 'Curl', 'cxuxrxl', 'wget'];
    expect(searchNames(names, 'curl', 10).names).toEqual(['Curl', 'curlie', 'libcurl', 'cxuxrxl']);
    expect(searchNames(names, 'curl', 2)).toEqual({ names: ['Curl', 'curlie'], truncated: true });
  });

  test('are all found by any part of them', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string({ minLength: 1 }), (names, text) => {
        const { names: found } = searchNames([...names, `a${text}b`], text, 1000);
        expect(found).toContain(`a${text}b`);
      }),
    );
  });
});
