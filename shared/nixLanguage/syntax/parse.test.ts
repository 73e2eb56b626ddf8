import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddities, webLab } from '../testing/fixtures.ts';
import { encloses } from '../text/range.ts';
import { applyEdits } from '../text/textEdit.ts';
import { parseNix } from './document.ts';
import type { Expression } from './tree.ts';
import { forEachChild, visitAll } from './visit.ts';

/** `line:column code`, one for each problem. */
function problemsOf(text: string): string[] {
  const document = parseNix(text);
  return document.problems.map(({ start, code }) => {
    const { line, column } = document.lines.positionAt(start);
    return `${line}:${column} ${code}`;
  });
}

/** The grouping of an expression made of names, operators and applications. */
function grouping(node: Expression): string {
  if (node.kind === 'identifier') return node.name;
  if (node.kind === 'binary') return `(${grouping(node.left)} ${node.operator} ${grouping(node.right)})`;
  if (node.kind === 'unary') return `(${node.operator}${grouping(node.operand)})`;
  if (node.kind === 'application') return `(${grouping(node.function)} ${grouping(node.argument)})`;
  if (node.kind === 'selection')
    return `(${grouping(node.subject)}.${node.path.names.map((n) => n.name).join('.')})`;
  if (node.kind === 'attribute-test') return `(${grouping(node.subject)} ? ${node.path.names[0]?.name})`;
  return node.kind;
}

describe('a text without mistakes', () => {
  it.each([
    ['a composition', webLab],
    ['oddities', oddities],
    ['a comma at the end of the arguments', '{ pkgs, lib, }: { }'],
    ['CRLF', webLab.replaceAll('\n', '\r\n')],
    ['tabs', webLab.replaceAll('  ', '\t')],
    ['a flat layout', webLab.replaceAll(/^ +/gm, '')],
    ['one line', '{a=1;b={c=2;};d=[1 2];e=x:x;f={x,y}:x;g=-1;}'],
    ['a string of several lines', '{ a = "one\n  two\nthree"; }'],
    ['an interpolation of several lines', `"$\{\n  x {\n    a = 1;\n  }\n}"`],
    ['the old let', 'let { a = 1; body = a; }'],
    ['escapes', `''\n  ''\${a} $\${b} ''' ''\\t $''`],
  ])('has no problems: %s', (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a ++ b ++ c', '(a ++ (b ++ c))'],
    ['a // b // c', '(a // (b // c))'],
    ['a -> b -> c', '(a -> (b -> c))'],
    ['!a && b || c', '(((!a) && b) || c)'],
    ['!a ? b', '(!(a ? b))'],
    ['-a b', '(-(a b))'],
    ['f a.b c', '((f (a.b)) c)'],
    ['a == b + c', '(a == (b + c))'],
    ['a < b == c', '((a < b) == c)'],
  ])('groups %s as Nix does', (text, expected) => {
    expect(grouping(parseNix(text).root)).toBe(expected);
  });
});

describe('a mistake', () => {
  it.each([
    ['a forgotten ;', '{ a = 1\n  b = 2; }', '1:8 missing-semicolon'],
    ['a forgotten ; before inherit', '{ a = b\n  inherit c; }', '1:8 missing-semicolon'],
    ['a forgotten last ;', '{ a = 1; b = 2 }', '1:15 missing-semicolon'],
    ['a forgotten ; after with', '{ a = with pkgs [ b ]; }', '1:16 missing-semicolon'],
    ['a colon', '{ a : 1; b = 2; }', '1:5 colon-for-equals'],
    ['a colon that makes an address', '{ port:80; }', '1:7 colon-for-equals'],
    ['two =', '{ a == 1; }', '1:5 double-equals'],
    ['no =', '{ enable true; }', '1:9 missing-equals'],
    ['a comma after a setting', '{ a = 1, b = 2; }', '1:8 comma-for-semicolon'],
    ['commas in a list', '[ 1, 2, 3 ]', '1:4 comma-in-list'],
    ['semicolons in a list', '{ a = [ 1; 2; ]; }', '1:10 semicolon-in-list'],
    ['an open list', '{ a = [ 1 2;\n b = 3; }', '1:7 unclosed-bracket'],
    ['an open parenthesis', '{ a = (f x;\n b = 3; }', '1:7 unclosed-bracket'],
    ['an open set', '{\n  a = {\n    b = 1;\n  c = {\n    d = 2;\n  };\n}\n', '2:7 unclosed-bracket'],
    ['an open set at the end', '{\n  a = 1;\n', '1:1 unclosed-bracket'],
    ['a lost opening brace', '{\n  a =\n    b = 1;\n  };\n}', '2:6 missing-opener'],
    ['a closing brace too many', '{ a = 1; } }', '1:12 stray-sign'],
    ['a closing brace too many inside', '{\n  a = {\n    };\n  };\n  b = 1;\n}\n', '3:5 stray-sign'],
    ['the wrong closing sign', '{ a = { b = 1; ]; }', '1:16 wrong-closer'],
    ['; twice', '{ a = 1;; }', '1:9 stray-sign'],
    ['an open string', '{\n  a = "x;\n  b = "y";\n}', '2:7 unclosed-string'],
    ['an open long string', "{\n  a = ''\n    text\n  b = ''\n    more\n  '';\n}", '2:7 unclosed-string'],
    ['half of the quotes at the end', "{\n  a = ''\n    text\n  ';\n  b = ''1'';\n}", '4:3 unclosed-string'],
    ['half of the quotes at the start', "{\n  a = '\n    text\n  '';\n  b = ''x'';\n}", '2:7 single-quote'],
    ['single quotes', "{ a = 'x'; }", '1:7 single-quote'],
    ['an open interpolation', `{ a = "$\{x"; b = 1; }`, '1:8 unclosed-bracket'],
    ['an open comment', '{ a = 1; /* b = 2; }', '1:10 unclosed-comment'],
    ['a comment without #', '{\n  The web server\n  a = 1;\n}', '2:3 not-a-comment'],
    ['a name alone', '{\n  services.nginx\n  a = 1;\n}', '2:3 missing-value'],
    ['a name and =', '{\n  a =\n  b = 1;\n}', '2:6 missing-value'],
    ['a dot at the end of a name', '{ a.b. = 1; }', '1:6 missing-name'],
    ['a dot at the end of a value', '{\n  a = pkgs.\n  b = 1;\n}', '2:11 missing-name'],
    ['arguments without comma', '{ pkgs lib, ... }: 1', '1:7 missing-separator'],
    ['arguments with ;', '{ pkgs; lib }: 1', '1:7 missing-separator'],
    ['arguments without colon', '{ pkgs, ... } { }', '1:13 missing-keyword'],
    ['arguments without brace', '{ a = pkgs, ... }: { }; }', '1:7 missing-opener'],
    ['arguments not closed', '{ pkgs, ... : { }', '1:1 unclosed-bracket'],
    ['a word of the language as name', '{ with = 1; }', '1:3 reserved-word'],
    ['a number as name', '{ 80 = "http"; }', '1:3 missing-name'],
    ['let without in', 'let a = 1; { }', '1:1 missing-keyword'],
    ['if without else', '{ a = if b then c; }', '1:7 missing-keyword'],
    ['a function in a list', '[ x: x ]', '1:4 needs-parentheses'],
    ['a function after an operator', 'a + x: x', '1:5 needs-parentheses'],
    ['a chain of comparisons', 'a == b == c', '1:8 needs-parentheses'],
    ['an unknown sign', '{ a = 1 % 2; }', '1:9 unexpected'],
    ['nothing at all', '', '1:1 missing-value'],
    ['settings without braces', 'a = 1;', '1:1 unexpected'],
  ])('is found once, in its place: %s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
  });

  it('does not hide a second one', () => {
    expect(problemsOf('{\n  a = [ 1, 2 ];\n  b : 3;\n  c = 4\n}')).toEqual([
      '2:10 comma-in-list',
      '3:5 colon-for-equals',
      '4:8 missing-semicolon',
    ]);
  });

  it('is put right by its fix', () => {
    for (const text of [
      '{ a = 1\n  b = 2; }',
      '{ a : 1; }',
      '{ port:80; }',
      "{ a = 'x'; }",
      '{ 80 = "http"; }',
    ]) {
      const [problem] = parseNix(text).problems;
      expect(problem?.fix).not.toBeNull();
      expect(problemsOf(applyEdits(text, problem?.fix ? [problem.fix] : []))).toEqual([]);
    }
  });

  it('leaves what stands around it in the tree', () => {
    const names: string[] = [];
    visitAll(parseNix('{\n  a = 1\n  b.c = [ x, y ];\n  d = "z;\n  e = 2;\n}').root, (node) => {
      if (node.kind === 'binding') names.push(node.path.names.map((name) => name.name).join('.'));
    });
    expect(names).toEqual(['a', 'b.c', 'd', 'e']);
  });
});

describe('any text', () => {
  it('is parsed without throwing, into a tree whose ranges lie inside each other', () => {
    const words = fc.constantFrom(
      ...`{ } [ ] ( ) ; : , . = " '' ' \${ a b let in with rec if \n @ ? 1 ./a # /* ...`.split(' '),
    );
    const cuts = fc
      .tuple(fc.constantFrom(webLab, oddities), fc.nat(2000), fc.nat(200), words)
      .map(([text, start, length, word]) => text.slice(0, start) + word + text.slice(start + length));
    const texts = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 60 }).map((parts) => parts.join(' ')),
      cuts,
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { root, problems } = parseNix(text);
        expect(encloses({ start: 0, end: text.length }, root)).toBe(true);
        visitAll(root, (node) => {
          expect(node.start).toBeLessThanOrEqual(node.end);
          forEachChild(node, (child) => expect(encloses(node, child)).toBe(true));
        });
        for (const problem of problems) expect(problem.start).toBeLessThanOrEqual(problem.end);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['{', '[', '(', 'a.b = {', '!', '-', "''${", 'x: ', 'let '])(
    'survives ten thousand times %s',
    (sign) => {
      expect(parseNix(sign.repeat(10_000)).problems.length).toBeGreaterThan(0);
    },
  );

  it('of which one sign was deleted has one problem at most, but for one deletion in a hundred', () => {
    for (const text of [webLab, webLab.replaceAll('\n', '\r\n')]) {
      const counts = Array.from(
        { length: text.length },
        (_, offset) => problemsOf(text.slice(0, offset) + text.slice(offset + 1)).length,
      );
      expect(counts.filter((count) => count > 1).length).toBeLessThan(text.length / 100);
      expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    }
  });
});

describe('a document', () => {
  it('keeps the last version that had no problems', () => {
    const good = parseNix('{ a = 1; }');
    const broken = parseNix('{ a = 1 ', good);
    const worse = parseNix('{ a = ', broken);
    expect(good.lastGood).toBe(good);
    expect(worse.lastGood).toBe(good);
    expect(parseNix('{ }', worse).lastGood?.text).toBe('{ }');
    expect(parseNix('{').lastGood).toBeNull();
  });

  it('is the same one for the same text', () => {
    const document = parseNix('{ }');
    expect(parseNix('{ }', document)).toBe(document);
  });
});
