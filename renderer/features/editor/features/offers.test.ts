import { describe, expect, test } from 'vitest';
import { namesBelow } from '#shared/model/options.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { tinyOptions, tinyPackages } from '../knowledge/tinyBase.ts';
import { usualOptions } from '../knowledge/usualNixos.ts';
import { readDocument } from '../language/languageDocument.ts';
import { type OfferFacts, offersAt, wantedAt } from './offers.ts';

/** What is offered at the `|` of a text. */
function offered(marked: string, facts: Partial<OfferFacts> = {}) {
  const offset = marked.indexOf('|');
  const document = readDocument('a.nix', 1, marked.replace('|', ''), null);
  const { isModule = false, origin = 'tiny' } = facts;
  const wanted = wantedAt(document, offset, isModule);
  const known = origin === 'tiny' ? tinyOptions : usualOptions;
  const options = wanted?.kind === 'options' ? namesBelow(known, wanted.path) : [];
  const packages = wanted?.kind === 'packages' && wanted.path.length === 0 ? tinyPackages : [];
  return offersAt(document, offset, { isModule, origin, options, packages, ...facts });
}

const labels = (marked: string, facts?: Partial<OfferFacts>): string[] =>
  offered(marked, facts).map(({ label }) => label);

const role = (body: string): string =>
  `{ pkgs, ... }: { roles = { server = { pkgs, ... }: { ${body} }; client = { }; }; }`;

describe('what is offered', () => {
  test('in the composition: the attributes that are not written yet', () => {
    expect(labels('{ ... }: { roles = { }; | }')).toEqual([
      'testScript',
      'rolesDistribution',
      'dockerPorts',
      'extraVolumes',
    ]);
  });

  test('among the roles: a new one', () => {
    expect(labels('{ ... }: {\n  roles = {\n    |\n  };\n}')).toEqual(['role']);
  });

  test('for each role: how many nodes, and its ports', () => {
    expect(labels('{ ... }: { roles = { server = { }; }; rolesDistribution = { | }; }')).toEqual(['server']);
    expect(labels('{ ... }: { roles = { server = { }; }; dockerPorts.| }')).toEqual(['server']);
  });

  test('in a role: options of the tiny base, and a service', () => {
    expect(labels(role('|'))).toEqual(expect.arrayContaining(['service', 'services', 'files', 'networking']));
    expect(labels(role('networking.firewall.|'))).toEqual(['allowedTCPPorts', 'allowedUDPPorts', 'enable']);
    expect(labels(role('services.web = { | };'))).toContain('command');
  });

  test('in a role on nixpkgs: its options, in the shape of their type', () => {
    const inserted = (path: string): Record<string, string> =>
      Object.fromEntries(
        offered(role(`${path}|`), { origin: 'usual' }).map(({ label, insert }) => [label, insert]),
      );
    expect(inserted('')).toMatchObject({ services: 'services.', imports: 'imports = [ $0 ];' });
    expect(inserted('services.nginx.')).toEqual({
      enable: 'enable = ${0:true};',
      virtualHosts: 'virtualHosts.${1:name} = {\n  $0\n};',
    });
    expect(inserted('services.nginx.virtualHosts.x.')).toMatchObject({ root: 'root = "$0";' });
    expect(inserted('systemd.services.web.').script).toBe("script = ''\n  $0\n'';");
  });

  test('in a set of packages: what is in it, without a prefix', () => {
    const text = role('environment.systemPackages = [ pkgs.python3Packages.nu| ];');
    const [first] = offered(text, { origin: 'nixpkgs', packages: ['numpy'] });
    expect(first).toMatchObject({ insert: 'numpy', package: ['python3Packages', 'numpy'] });
  });

  test('in a file that a role imports: options at once', () => {
    expect(labels('{ ... }: { | }', { isModule: true })).toContain('services');
  });

  test('in a list of packages: packages, with the prefix that they need', () => {
    const [plain] = offered(role('environment.systemPackages = [ core| ];')).filter(
      ({ label }) => label === 'coreutils',
    );
    expect(plain?.insert).toBe('pkgs.coreutils');
    const [short] = offered(role('environment.systemPackages = with pkgs; [ core| ];')).filter(
      ({ label }) => label === 'coreutils',
    );
    expect(short?.insert).toBe('coreutils');
  });

  test('in the test script: nodes and functions, and after a node its methods', () => {
    const script = (line: string): string =>
      `{ ... }: {\n  roles = { web-server = { }; client = { }; };\n  rolesDistribution.client = 2;\n  testScript = ''\n    ${line}\n  '';\n}`;
    expect(labels(script('|'))).toEqual(
      expect.arrayContaining(['web_server', 'client1', 'client2', 'start_all', 'with subtest']),
    );
    expect(labels(script('client1.wait|'))).toContain('wait_for_open_port');
    expect(labels(script('client1.succeed("wait|")'))).toEqual([]);
  });

  test('a name alone where the value is written already', () => {
    const [port] = offered(role('services.web = { po| = 80; };')).filter(({ label }) => label === 'port');
    expect(port?.insert).toBe('port');
  });

  test.each([
    ['{ ... }: { | }', {}],
    ['{ ... }: {\n  roles = {\n    |\n  };\n}', {}],
    [role('|'), {}],
    [role('networking.|'), {}],
    [role('environment.systemPackages = [ | ];'), {}],
  ])('what is inserted in %j is right once it is filled in', (marked, facts) => {
    for (const { label, insert, range, goesOn } of offered(marked, facts)) {
      if (goesOn) continue;
      const text = marked.replace('|', '');
      const filled = insert
        .replace(/\$\{\d:([^}]*)\}/g, '$1')
        .replace(/ = \$0;/g, ' = null;')
        .replace(/\$[0-9]/g, '');
      const result = text.slice(0, range.start) + filled + text.slice(range.end);
      expect(parseNix(result).problems, label).toEqual([]);
    }
  });
});
