import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNix } from '../syntax/document.ts';
import { oddities, webLab } from '../testing/fixtures.ts';
import { completionContext, type FileKind } from './completion.ts';
import { constructAt } from './construct.ts';
import { definitionAt } from './definition.ts';
import { outlineSymbols } from './symbols.ts';

/** A text with the cursor at `|`. */
function marked(text: string) {
  const offset = text.indexOf('|');
  return { document: parseNix(text.replace('|', '')), offset };
}

/** The offset `inside` units into the first place where `needle` stands. */
function at(text: string, needle: string, inside = 1): number {
  const offset = text.indexOf(needle);
  if (offset === -1) throw new Error(`not found: ${needle}`);
  return offset + inside;
}

describe('what is under the cursor', () => {
  const document = parseNix(webLab);
  it.each([
    ['a role', 'server = { config', { kind: 'role', role: 'server' }],
    ['an attribute', 'rolesDistribution', { kind: 'composition-attribute', name: 'rolesDistribution' }],
    ['a role in the distribution', 'client = 2', { kind: 'role', role: 'client' }],
    [
      'an option',
      'enable = true;\n        virtual',
      { kind: 'option', role: 'server', path: ['services', 'nginx', 'enable'] },
    ],
    [
      'the beginning of an option',
      'services.postgresql',
      { kind: 'option', role: 'storage', path: ['services'] },
    ],
    ['a package', 'jq', { kind: 'package', role: 'server', name: 'jq' }],
    [
      'a call',
      'wait_for_open_port',
      { kind: 'test-call', object: 'server', role: 'server', method: 'wait_for_open_port' },
    ],
    ['a numbered node', 'client1.succeed', { kind: 'role', role: 'client' }],
    ['a function of the driver', 'start_all', { kind: 'test-function', name: 'start_all' }],
    ['a host in a test', 'server:8080/")', { kind: 'role', role: 'server' }],
    ['a host in a script', 'server:8080/\n', { kind: 'role', role: 'server' }],
    ['a comment', 'to everybody', { kind: 'plain' }],
    ['a keyword', 'with pkgs', { kind: 'plain' }],
  ])('is known for %s', (_, needle, expected) => {
    expect(constructAt(document, at(webLab, needle))).toMatchObject(expected);
  });

  it('has the range of the word', () => {
    const found = constructAt(document, at(webLab, 'wait_for_open_port', 5));
    expect(found.kind === 'plain' ? '' : document.slice(found.range)).toBe('wait_for_open_port');
  });
});

describe('what could be written', () => {
  it.each([
    ['{ pkgs, ... }: { te| }', { kind: 'composition-attribute', path: [], partial: 'te' }],
    ['{ pkgs, ... }: {\n  |\n}', { kind: 'composition-attribute', path: [], partial: '' }],
    [
      '{ ... }: {\n  roles = {\n    a = {\n      |\n    };\n  };\n}',
      { kind: 'option-path', role: 'a', path: [], partial: '' },
    ],
    [
      '{ ... }: {\n  roles = {\n    a = { pkgs, ... }: {\n      services.ng|\n    };\n  };\n}',
      { kind: 'option-path', role: 'a', path: ['services'], partial: 'ng' },
    ],
    [
      '{ ... }: {\n  roles = {\n    a = {\n      services.|\n      x = 1;\n    };\n  };\n}',
      { kind: 'option-path', role: 'a', path: ['services'], partial: '' },
    ],
    [
      '{ ... }: {\n  roles = {\n    a = {\n      services = { nginx = { en| }; };\n    };\n  };\n}',
      { kind: 'option-path', role: 'a', path: ['services', 'nginx'], partial: 'en' },
    ],
    [
      '{ ... }: { roles.a.services.ng| = 1; }',
      { kind: 'option-path', role: 'a', path: ['services'], partial: 'ng' },
    ],
    ['{ ... }: { roles.a = { x = 1; | }; }', { kind: 'option-path', role: 'a', path: [], partial: '' }],
    ['{ ... }: { roles.a = { x = |; }; }', { kind: 'none' }],
    ['{ ... }: { roles.a = { x = "se|"; }; }', { kind: 'none' }],
    ['{ ... }: { roles.a = { # se|\n }; }', { kind: 'none' }],
    ['{ ... }: { roles = { | }; }', { kind: 'none' }],
    [
      '{ ... }: let web = { services.| }; in { roles.a = web; }',
      { kind: 'option-path', role: null, path: ['services'] },
    ],
    [
      '{ pkgs }: { roles.a = { environment.systemPackages = [ pkgs.cu| ]; }; }',
      { kind: 'package', role: 'a', path: [], partial: 'cu', needsPrefix: false },
    ],
    [
      '{ pkgs }: { roles.a = { environment.systemPackages = with pkgs; [ jq | ]; }; }',
      { kind: 'package', role: 'a', path: [], partial: '', needsPrefix: false },
    ],
    [
      '{ pkgs }: { roles.a = { environment.systemPackages = [ cu| ]; }; }',
      { kind: 'package', role: 'a', partial: 'cu', needsPrefix: true },
    ],
    [
      '{ pkgs }: { roles.a = { x = pkgs.python3Packages.re|; }; }',
      { kind: 'package', path: ['python3Packages'], partial: 're' },
    ],
    [
      "{ ... }: { roles.web = { };\n  testScript = ''\n    web.wait_|\n  ''; }",
      { kind: 'test-driver', object: 'web', role: 'web', partial: 'wait_' },
    ],
    [
      "{ ... }: { roles.web = { };\n  testScript = ''\n    web2.|\n  ''; }",
      { kind: 'test-driver', object: 'web2', role: 'web', partial: '' },
    ],
    [
      "{ ... }: { roles.web = { };\n  testScript = ''\n    sta|\n  ''; }",
      { kind: 'test-driver', object: null, role: null, partial: 'sta' },
    ],
    [`{ ... }: { roles.web = { };\n  testScript = ''\n    web.succeed("cu|")\n  ''; }`, { kind: 'none' }],
    ["{ ... }: { roles.web = { };\n  testScript = ''\n    # web.|\n  ''; }", { kind: 'none' }],
  ])('is known in %j', (text, expected) => {
    const { document, offset } = marked(text);
    expect(completionContext(document, offset)).toMatchObject(expected);
  });

  it('are options in a module', () => {
    const { document, offset } = marked('{ config, ... }: { services.ng| }');
    expect(completionContext(document, offset, 'module')).toMatchObject({
      kind: 'option-path',
      role: null,
      path: ['services'],
    });
  });

  it('replaces the word that is begun', () => {
    const { document, offset } = marked('{ ... }: { roles.a = { services.ng|inx = 1; }; }');
    const context = completionContext(document, offset);
    expect(context.kind === 'none' ? '' : document.slice(context.range)).toBe('nginx');
  });
});

describe('the definition', () => {
  it.each([
    ['a let binding', 'let on = 1; in { x = o|n; }', 'on'],
    ['an inner one first', 'let a = 1; in let a = 2; b = |a; in b', 'a', 18],
    ['an argument', '{ pkgs, ... }: { x = p|kgs.curl; }', 'pkgs'],
    ['a simple argument', 'self: { x = se|lf; }', 'self'],
    ['an inherited name', 'let web = 1; in { inherit w|eb; }', 'web'],
    ['an attribute of a rec set', 'rec { a = 1; b = |a; }', 'a', 6],
    ['an attribute of a set here', 'let s = { port = 1; }; in s.po|rt', 'port'],
    ['a role in the test script', "{ roles = { web = { }; }; testScript = ''we|b.x()''; }", 'web', 12],
  ])('is found of %s', (_, text, name, start = text.indexOf(name)) => {
    const { document, offset } = marked(text);
    expect(definitionAt(document, offset)).toEqual({
      kind: 'here',
      range: { start, end: start + name.length },
    });
  });

  it('of a path is the file', () => {
    const { document, offset } = marked('{ a = import ./dir/|x.nix; }');
    expect(definitionAt(document, offset)).toMatchObject({ kind: 'file', path: './dir/x.nix' });
  });

  it.each(['{ x = unkn|own; }', '{ x = 1|; }', '# let a = 1; in |a\n1', 'let a = 1; in "|a"'])(
    'is not made up in %j',
    (text) => {
      const { document, offset } = marked(text);
      expect(definitionAt(document, offset)).toBeNull();
    },
  );
});

describe('the outline', () => {
  it('has attributes, roles and services, each around its name', () => {
    const symbols = outlineSymbols(parseNix(webLab));
    expect(symbols.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'attribute roles',
      'attribute dockerPorts',
      'attribute rolesDistribution',
      'script testScript',
    ]);
    const [server, ...others] = symbols[0]?.children ?? [];
    expect(server).toMatchObject({
      name: 'server',
      detail: 'Serves the page',
      children: [{ name: 'nginx', detail: ':8080' }],
    });
    expect(others.map(({ name }) => name)).toEqual(['client', 'storage']);
  });
});

describe('anywhere in any text', () => {
  it('nothing throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(webLab, oddities),
        fc.nat(2000),
        fc.nat(100),
        fc.nat(2000),
        (whole, start, length, offset) => {
          const text = whole.slice(0, start) + whole.slice(start + length);
          const document = parseNix(text);
          const inside = Math.min(offset, text.length);
          for (const file of ['composition', 'module'] satisfies FileKind[])
            completionContext(document, inside, file);
          constructAt(document, inside);
          definitionAt(document, inside);
          expect(outlineSymbols(document)).toBeInstanceOf(Array);
        },
      ),
    );
  });
});

it('finds the options of a module, which belongs to no role alone', () => {
  const text = '{ pkgs, ... }: { services.nginx = { enable = true; }; }';
  expect(constructAt(parseNix(text), text.indexOf('enable') + 1, 'module')).toMatchObject({
    kind: 'option',
    role: null,
    path: ['services', 'nginx', 'enable'],
  });
  expect(constructAt(parseNix(text), text.indexOf('pkgs') + 1, 'module')).toEqual({ kind: 'plain' });
});
