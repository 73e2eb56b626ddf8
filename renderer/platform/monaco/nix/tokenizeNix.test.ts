import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oddities, webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import { initialNixState, type NixState, tokenizeNix } from './tokenizeNix.ts';

/** The text with each stretch that is more than plain text marked as what it is. */
function marked(text: string): string[] {
  let state: NixState = initialNixState;
  return text.split('\n').map((line) => {
    const read = tokenizeNix(line, state);
    state = read.state;
    return read.tokens
      .map(({ start, type }, index) => ({ type, text: line.slice(start, read.tokens[index + 1]?.start) }))
      .filter(({ type }) => type !== 'text')
      .map(({ type, text: words }) => `${type}(${words})`)
      .join(' ');
  });
}

describe('colours of Nix', () => {
  test('tell names that are set from names that are used', () => {
    expect(marked('a.b = c.d; inherit (x) y;')).toEqual([
      'attribute(a) delimiter(.) attribute(b) operator(=) variable(c) delimiter(.) variable(d) delimiter(;) ' +
        'keyword(inherit) delimiter(() variable(x) delimiter()) variable(y) delimiter(;)',
    ]);
  });

  test('know paths, addresses, numbers and comments over several lines', () => {
    expect(marked('[ ./a.nix <nixpkgs/lib> http://x.org/a 1.5 ] # end')).toEqual([
      'delimiter([) string.path(./a.nix) string.path(<nixpkgs/lib>) string.path(http://x.org/a) number(1.5) ' +
        'delimiter(]) comment(# end)',
    ]);
    expect(marked('/* a\nb */ true')).toEqual(['comment(/* a)', 'comment(b */) constant(true)']);
  });

  test('read the test script as Python, with interpolations of Nix inside its strings', () => {
    expect(
      marked(
        "testScript = ''\n  for x in [1]:\n    n.succeed(\"a ${pkgs.b}/c\\n\") # d\n  s = \"''${x}\"\n'';\nfor",
      ),
    ).toEqual([
      "attribute(testScript) operator(=) string('')",
      'keyword(for) variable(x) keyword(in) delimiter([) number(1) delimiter(]) operator(:)',
      'variable(n) delimiter(.) function(succeed) delimiter(() string("a ) interpolation(${) variable(pkgs) ' +
        'delimiter(.) variable(b) interpolation(}) string(/c) string.escape(\\n) string(") delimiter()) comment(# d)',
      'variable(s) operator(=) string(") string.escape(\'\'$) string({x}")',
      "string('') delimiter(;)",
      'variable(for)',
    ]);
  });

  test('read the script of a function as shell', () => {
    expect(marked('pkgs.writeShellScriptBin "x" \'\'\n  if [ -n "$A" ]; then echo b; fi\n\'\'')).toEqual([
      'variable(pkgs) delimiter(.) function(writeShellScriptBin) string("x" \'\')'.replace(
        'string("x" \'\')',
        'string("x") string(\'\')',
      ),
      'keyword(if) delimiter([) attribute(-n) string(") variable($A) string(") delimiter(]) operator(;) ' +
        'keyword(then) function(echo) operator(;) keyword(fi)',
      "string('')",
    ]);
  });

  test.each(['preStart', 'installPhase', 'script', 'shellHook', 'postBootCommands'])(
    '%s is shell',
    (name) => {
      expect(marked(`a.${name} = ''\n  if true\n'';`)[1]).toContain('keyword(if)');
    },
  );

  test('a text that is no script is one string', () => {
    expect(marked("text = ''\n  if true\n'';")[1]).toBe('string(  if true)');
  });

  test('never fail, never go backwards, and end in finitely many steps, whatever the text is', () => {
    const word = fc.constantFrom(
      ...[
        "''",
        '"',
        '${',
        '}',
        '{',
        '(',
        ')',
        '[',
        ']',
        '=',
        ';',
        '#',
        '/*',
        '*/',
        '\\',
        '$',
        "'",
        '\n',
        ' ',
      ],
      ...['testScript', 'script', 'a', '.', '"""', '<<EOF', 'EOF', './x', '1'],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        let state: NixState = initialNixState;
        for (const line of words.join('').split('\n')) {
          const read = tokenizeNix(line, state);
          const starts = read.tokens.map(({ start }) => start);
          expect(starts).toEqual([...new Set(starts)].sort((one, other) => one - other));
          expect(starts.every((start) => start < line.length)).toBe(true);
          state = read.state;
        }
      }),
    );
  });

  test.each([webLab, oddities])('come back to where they began in a text that is right', (text) => {
    let state: NixState = initialNixState;
    for (const line of text.split('\n')) state = tokenizeNix(line, state).state;
    expect(state).toMatchObject({ kind: 'code', opener: '', outer: null });
  });
});
