import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNix } from '../syntax/document.ts';
import { oddities, webLab } from '../testing/fixtures.ts';
import type { CompositionOutline, Dependency } from './outline.ts';
import { readComposition } from './readComposition.ts';

const read = (text: string): CompositionOutline => readComposition(parseNix(text));

/** A composition with roles written as given, and a test script. */
function composition(roles: string, testScript = ''): string {
  return `{ pkgs, lib, ... }: {\n  roles = {\n    ${roles}\n  };\n  testScript = ''\n${testScript}\n  '';\n}\n`;
}

function edges(outline: CompositionOutline): string[] {
  return outline.dependencies.map(({ from, to, port, directory }: Dependency) => {
    return `${from} → ${to}${port === null ? '' : `:${port}`}${directory === null ? '' : ` ${directory}`}`;
  });
}

function roleOf(outline: CompositionOutline, name = 'a') {
  const role = outline.roles.find((candidate) => candidate.name === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}

describe('a composition as people write it', () => {
  const outline = read(webLab);

  it('has its roles, in order, with their descriptions', () => {
    expect(outline.kind).toBe('composition');
    expect(outline.roles.map(({ name, description }) => [name, description])).toEqual([
      ['server', 'Serves the page\nto everybody.'],
      ['client', 'Asks for it.'],
      ['storage', null],
    ]);
  });

  it('has services with ports, packages, open ports, users and directories', () => {
    const server = roleOf(outline, 'server');
    expect(server.services).toMatchObject([{ name: 'nginx', enabled: true, ports: [{ port: 8080 }] }]);
    expect(server.packages.map(({ name }) => name)).toEqual(['curl', 'jq']);
    expect(server.openPorts.map(({ port, protocol }) => `${port}/${protocol}`)).toEqual([
      '8080/tcp',
      '443/tcp',
    ]);
    expect(server.users.map(({ name }) => name)).toEqual(['alice']);
    expect(roleOf(outline, 'storage').sharedDirectories).toMatchObject([{ path: '/data', server: 'server' }]);
    expect(roleOf(outline, 'storage').services).toMatchObject([
      { name: 'postgresql', ports: [{ port: 5432, range: null }] },
    ]);
  });

  it('has distribution, ports and scripts', () => {
    expect(outline.rolesDistribution).toMatchObject([{ name: 'client', nodes: 2 }]);
    expect(outline.dockerPorts).toMatchObject([{ name: 'server', ports: ['8080:8080'] }]);
    expect(outline.testScript?.embedded.text.split('\n').slice(0, 2)).toEqual([
      'start_all()',
      'server.wait_for_unit("nginx")',
    ]);
    expect(outline.shellScripts.map(({ name }) => name)).toEqual(['script']);
  });

  it('knows who depends on whom, and where that is said', () => {
    expect(edges(outline)).toEqual([
      'client → server:8080',
      'storage → server /data',
      'server → storage:5432',
    ]);
    const [first] = outline.dependencies;
    expect(first?.evidence.map(({ kind, start, end }) => [kind, webLab.slice(start, end)])).toEqual([
      ['configuration', 'server'],
      ['test-script', 'server'],
    ]);
  });

  it('puts every range on what it names', () => {
    for (const role of outline.roles) {
      expect(webLab.slice(role.nameRange.start, role.nameRange.end)).toBe(role.name);
      expect(webLab.slice(role.body?.start, role.body?.end)).toMatch(/^\{[\s\S]*\}$/);
      expect(webLab.slice(role.binding.start, role.binding.end)).toMatch(/^\w+ = [\s\S]*;$/);
    }
  });
});

describe('the templates', () => {
  it.each([
    ['basic', ['foo'], []],
    ['tutorial', ['server', 'client'], ['client → server:80']],
    ['webserver', ['server', 'client'], ['client → server:80']],
  ])('read as what they are: %s', (template, roles, dependencies) => {
    const file = new URL(`../../../resources/nix/templates/${template}/composition.nix`, import.meta.url);
    const document = parseNix(readFileSync(file, 'utf8'));
    const outline = readComposition(document);
    expect(document.problems).toEqual([]);
    expect(outline.roles.map(({ name }) => name)).toEqual(roles);
    expect(edges(outline)).toEqual(dependencies);
  });
});

describe('roles', () => {
  it.each([
    ['a set', 'a = { services.nginx.enable = true; };'],
    ['a function', 'a = { config, ... }: { services.nginx.enable = true; };'],
    ['let inside', 'a = { ... }: let on = true; in { services.nginx.enable = on; };'],
    ['with', 'a = with lib; { services.nginx.enable = true; };'],
    ['rec', 'a = rec { services.nginx.enable = true; };'],
    ['mkMerge', 'a = lib.mkMerge [ { services.nginx.enable = true; } ];'],
    ['mkForce', 'a = { services.nginx.enable = lib.mkForce true; };'],
    ['an update', 'a = { x = 1; } // { services.nginx.enable = true; };'],
    ['inner sets', 'a = { services = { nginx = { enable = true; }; }; };'],
    ['a path', 'a.services.nginx.enable = true;'],
    ['quotes', '"a" = { services."nginx".enable = true; };'],
    ['a missing semicolon', 'a = { services.nginx.enable = true };'],
    ['a half-typed setting', 'a = { services.nginx.enable = true; services.ope };'],
  ])('are read when written with %s', (_, text) => {
    expect(roleOf(read(composition(text))).services.find(({ name }) => name === 'nginx')).toMatchObject({
      enabled: true,
    });
  });

  it.each([
    ['an attribute path', '{ ... }: { roles.a = { services.nginx.enable = true; }; }'],
    ['the older name', '{ ... }: { nodes = { a = { services.nginx.enable = true; }; }; }'],
    [
      'a name bound before',
      'let a = { services.nginx.enable = true; }; in { ... }: { roles = { inherit a; }; }',
    ],
    ['a value bound before', '{ ... }: let web = { services.nginx.enable = true; }; in { roles.a = web; }'],
    [
      'roles bound before',
      '{ ... }: let roles = { a.services.nginx.enable = true; }; in { inherit roles; testScript = ""; }',
    ],
    ['a trailing comma', '{ pkgs, lib, }: { roles.a.services.nginx.enable = true; }'],
  ])('are found through %s', (_, text) => {
    expect(roleOf(read(text)).services.map(({ name }) => name)).toEqual(['nginx']);
  });

  it('leave open what only evaluation can tell', () => {
    const text = composition(
      'a = { services.nginx.enable = lib.mkIf cond true; environment.systemPackages = [ (f pkgs.x) ] ++ extra; };\n' +
        'b = import ./b.nix;\nc = { imports = [ ./c.nix (import ./d.nix { }) ]; };\nd = makeRole 1;',
    );
    const outline = read(text);
    expect(roleOf(outline).services).toMatchObject([{ enabled: 'uncertain' }]);
    expect(roleOf(outline).packages.map(({ computed }) => computed)).toEqual([true, true]);
    expect(roleOf(outline, 'b')).toMatchObject({
      imports: [{ name: './b.nix' }],
      uncertain: [{ reason: 'imported' }],
    });
    expect(roleOf(outline, 'c').imports.map(({ name }) => name)).toEqual(['./c.nix', './d.nix']);
    expect(roleOf(outline, 'd').uncertain).toMatchObject([{ reason: 'computed' }]);
    expect(read('{ lib, ... }: { roles = lib.genAttrs [ "a" ] (x: { }); }').uncertain).toMatchObject([
      { reason: 'computed' },
    ]);
  });

  it('take ports from options, lists, TLS, and the defaults of known services', () => {
    const ports = (settings: string) =>
      roleOf(read(composition(`a = { ${settings} };`))).services.flatMap((service) =>
        service.ports.map(({ port }) => port),
      );
    expect(ports('services.web = { command = "httpd"; port = 81; };')).toEqual([81]);
    expect(ports('services.openssh = { enable = true; ports = [ 22 2222 ]; };')).toEqual([22, 2222]);
    expect(ports('services.nginx = { enable = true; virtualHosts.x.forceSSL = true; };')).toEqual([80, 443]);
    expect(ports('services.grafana.settings.server.http_port = 3001;')).toEqual([3001]);
    expect(ports('services.redis.servers.x.port = let p = 7000; in p;')).toEqual([7000]);
    expect(ports('services.unheardOf.enable = true;')).toEqual([]);
  });
});

describe('dependencies', () => {
  const roles = 'web = { services.nginx.enable = true; };\n db = { }; client = { };';

  it.each([
    ['client.succeed("curl http://web/")', ['client → web:80']],
    ['client.succeed("curl https://web:8443/x")', ['client → web:8443']],
    ['client3.succeed("ping -c 1 db")', ['client → db']],
    ['client.succeed("nc -z db 7777")', ['client → db:7777']],
    ['client.succeed("ssh root@db true")', ['client → db:22']],
    ['client.wait_until_succeeds("psql -h db1 -U x")', ['client → db:5432']],
    ['x = client.succeed(\n    "wget -qO- http://web "\n    "| grep db"\n)', ['client → web:80']],
    ['web.succeed("curl http://web/")', []],
    ['# client.succeed("curl http://web/")', []],
    ['client.succeed("echo the web is big; cat /etc/db/db.conf web.txt")', []],
    ['db.wait_for_open_port(9000)\nclient.succeed("join --server=db")', ['client → db:9000']],
    ['with subtest("web"):\n    client.succeed(f"curl http://web:{port}/")', ['client → web:80']],
  ])('are read from a test script: %s', (script, expected) => {
    expect(edges(read(composition(roles, script)))).toEqual(expected);
  });

  it.each([
    ['services.app.host = "db";', ['a → db']],
    ['services.app.url = "postgresql://u:p@db/x";', ['a → db:5432']],
    ['services.haproxy.config = "server s1 web:81 check";', ['a → web:81']],
    ['fileSystems."/data" = { device = "db:/export"; fsType = "nfs"; };', ['a → db /data']],
    ['nxc.sharedDirs."/home".server = "db";', ['a → db /home']],
    ['services.app.ip = nodes.web.networking.primaryIPAddress;', ['a → web:80']],
    ['services.web.description = "talks to db at http://db/";', []],
    ['environment.etc.x.text = "the web is big";', []],
  ])('are read from a configuration: %s', (settings, expected) => {
    expect(edges(read(composition(`${roles}\n a = { ${settings} };`)))).toEqual(expected);
  });

  it('know host names from the distribution', () => {
    const text = `{ ... }: { roles = { web = { }; client = { }; }; rolesDistribution.web = [ "alpha" ];\n  testScript = ''client.succeed("curl http://alpha:8/")''; }`;
    expect(edges(read(text))).toEqual(['client → web:8']);
  });
});

describe('other texts', () => {
  it('a set of imports is a set of compositions', () => {
    const outline = read('{ one = import ./one.nix; two = import ./two.nix; }');
    expect(outline.kind).toBe('compositions');
    expect(outline.compositions.map(({ name, path }) => [name, path])).toEqual([
      ['one', './one.nix'],
      ['two', './two.nix'],
    ]);
  });

  it('anything else is not taken for a composition', () => {
    for (const text of ['', '1', '{ }', '{ inputs = { }; outputs = x: x; }', oddities])
      expect(read(text).kind).toBe('other');
  });

  it('definitions in a circle end', () => {
    expect(read('let a = b; b = a; in { roles = a; }').roles).toEqual([]);
    expect(read('rec { roles = rec { x = { y = x; }; }; }').roles).toHaveLength(1);
  });

  it('are read without throwing however they are cut', () => {
    fc.assert(
      fc.property(fc.nat(webLab.length), fc.nat(200), (start, length) => {
        const text = webLab.slice(0, start) + webLab.slice(start + length);
        expect(Array.isArray(read(text).roles)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
