import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driverFunctions, nodeMethods } from '#renderer/features/editor/knowledge/testDriver.ts';
import { readPython } from '#shared/nixLanguage/composition/pythonCalls.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import type { ExplanationText } from './explanation.ts';
import { type ExplainedFile, explanationAt } from './explanationAt.ts';
import { texts } from './texts.ts';

const root = join(import.meta.dirname, '../../..');
const all: readonly (readonly [string, ExplanationText])[] = Object.entries(texts);
const inNix = all.filter(([, { language }]) => language !== 'python');
const inPython = all.filter(([, { language }]) => language === 'python');

/** What is explained at the `|` of a text. */
function keyAt(marked: string, file: ExplainedFile = 'composition'): string | undefined {
  const offset = marked.indexOf('|');
  return explanationAt(parseNix(marked.replace('|', '')), offset, file)?.key;
}

describe('explanations', () => {
  test.each(inNix)('the examples of %s are right', (_, { example, nixosExample = '{ }' }) => {
    expect(parseNix(example).problems).toEqual([]);
    expect(parseNix(nixosExample).problems).toEqual([]);
  });

  test.each(inPython)('the example of %s calls what there is', (_, { example }) => {
    const { calls } = readPython(example);
    const known = [...nodeMethods, ...driverFunctions].map(({ name }) => name);
    for (const { object, method } of calls) if (object !== 'json') expect(known).toContain(method);
  });

  test.each(all)(
    '%s is short, ends its sentences, and says where there is more',
    (_, { title, text, docs }) => {
      expect(text.length).toBeLessThan(420);
      expect(text).toMatch(/[.:]$/);
      expect(title).not.toMatch(/\.$/);
      if (docs.startsWith('https://')) return;
      const [file = '', anchor] = docs.split('#');
      const headings = [...readFileSync(join(root, file), 'utf8').matchAll(/^#+ (.*)$/gm)].map(
        ([, heading = '']) =>
          heading
            .toLowerCase()
            .replace(/[^\w -]/g, '')
            .replaceAll(' ', '-'),
      );
      if (anchor !== undefined) expect(headings).toContain(anchor);
    },
  );
});

describe('what there is to explain', () => {
  test.each([
    ['composition', '{ pk|gs, ... }: { roles = { }; }'],
    ['roles', '{ ... }: { ro|les = { }; }'],
    ['role', '{ ... }: { roles = { ser|ver = { }; }; }'],
    ['rolesDistribution', '{ ... }: { roles = { }; rolesDistri|bution = { }; }'],
    ['dockerPorts', '{ ... }: { roles = { }; docker|Ports = { }; }'],
    ['services', '{ ... }: { roles.a = { services.web.comm|and = "x"; }; }'],
    [
      'systemPackages',
      '{ ... }: { roles.a = { pkgs, ... }: { environment.system|Packages = [ pkgs.a ]; }; }',
    ],
    ['package', '{ ... }: { roles.a = { pkgs, ... }: { environment.systemPackages = [ pkgs.wg|et ]; }; }'],
    ['with', '{ ... }: { roles.a = { pkgs, ... }: { environment.systemPackages = wi|th pkgs; [ a ]; }; }'],
    ['firewall', '{ ... }: { roles.a = { networking.firewall.allowed|TCPPorts = [ 80 ]; }; }'],
    ['list', '{ ... }: { roles.a = { networking.firewall.allowedTCPPorts = |[ 80 ]; }; }'],
    ['mkIf', '{ ... }: { roles.a = { lib, ... }: { services = lib.mk|If true { }; }; }'],
    ['indentedString', "{ ... }: { roles.a = { environment.shellInit = ''\n ec|ho\n''; }; }"],
    ['interpolation', '{ ... }: { roles.a = { networking.hostName = "a${na|me}"; }; }'],
    ['path', '{ ... }: { roles.a = { imports = [ ./a|.nix ]; }; }'],
    ['let', '{ ... }: le|t a = 1; in { roles = { }; }'],
    ['let', '{ ... }: let a = 1; i|n { roles = { }; }'],
    ['recursiveSet', 're|c { a = 1; }'],
    ['update', '{ } /|/ { }'],
    ['scriptPackage', '{ pkgs, ... }: { x = pkgs.writeShellScript|Bin "a" "b"; }'],
  ])('%s', (key, text) => {
    expect(keyAt(text)).toBe(key);
  });

  test.each([
    ['startAll', 'start|_all()'],
    ['waitForUnit', 'server.wait_for|_unit("nginx")'],
    ['succeed', 'client1.succ|eed("curl'],
    ['role', 'client|1.succeed'],
    ['subtest', 'with sub|test("the'],
  ])('%s, in a test script', (key, marked) => {
    expect(keyAt(webLab.replace(marked.replace('|', ''), marked))).toBe(key);
  });

  test.each([
    ['flakeInputs', '{ inp|uts.nxc.url = "x"; outputs = _: { }; }'],
    ['flakeOutputs', '{ inputs = { }; out|puts = { nxc, ... }: { }; }'],
    ['compose', '{ outputs = { nxc, ... }: { packages.x = nxc.lib.com|pose { }; }; }'],
  ])('%s, in flake.nix', (key, text) => {
    expect(keyAt(text, 'flake')).toBe(key);
  });

  test('nothing, in a comment or in empty space', () => {
    expect(keyAt('# ro|les\n{ }')).toBeUndefined();
    expect(keyAt('{ a = 1; | }')).toBeUndefined();
  });

  test('options in a file that a role imports', () => {
    expect(keyAt('{ ... }: { services.ng|inx.enable = true; }', 'module')).toBe('services');
  });

  test('tells options and packages by their path, so that the project’s base can be asked about them', () => {
    const text =
      '{ pkgs, ... }: { roles.a = { services."my web".port = 80; environment.systemPackages = [ pkgs.jq ]; }; }';
    const subjectAt = (word: string) => explanationAt(parseNix(text), text.indexOf(word) + 1, 'composition');
    expect(subjectAt('port')).toMatchObject({
      here: 'services."my web".port',
      subject: { kind: 'option', path: ['services', 'my web', 'port'] },
    });
    expect(subjectAt('jq')).toMatchObject({ subject: { kind: 'package', path: ['jq'] } });
    expect(subjectAt('roles')).toMatchObject({ subject: null });
  });
});
