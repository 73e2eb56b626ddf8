import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import type { Deployment, NodeState } from '#shared/contract/deployments.ts';
import type { CompositionOutline } from '#shared/nixLanguage/composition/outline.ts';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { oddities, webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import { type Evaluation, mergeTopology, type TopologySources } from './mergeTopology.ts';
import { edgeLabel, type TopologyModel, type TopologyRole } from './topology.ts';

const outlineOf = (text: string): CompositionOutline => readComposition(parseNix(text));

function evaluated(
  roles: Readonly<Record<string, Partial<EvaluatedComposition['roles'][string]>>>,
  rest: Partial<EvaluatedComposition> = {},
): EvaluatedComposition {
  return {
    composition: 'composition',
    flavour: 'docker',
    base: 'tiny',
    nixpkgsVersion: null,
    rolesDistribution: {},
    dockerPorts: {},
    testScript: null,
    ...rest,
    roles: Object.fromEntries(
      Object.entries(roles).map(([name, role]) => [
        name,
        {
          hostName: name,
          description: null,
          services: [],
          openPorts: [],
          packages: [],
          users: [],
          sharedDirectories: [],
          ...role,
        },
      ]),
    ),
  };
}

function deployed(nodes: Readonly<Record<string, readonly [string, NodeState]>>): Deployment {
  return {
    target: { directory: '/p', composition: 'composition', flavour: 'docker' },
    identifier: 'p',
    nodes: Object.entries(nodes).map(([name, [role, status]]) => ({ name, role, status })),
    composeInfo: '/nix/store/x',
    startedAt: 1,
    freshness: 'current',
    publishedPorts: [],
  };
}

function merge(sources: Partial<TopologySources>): TopologyModel {
  return mergeTopology({ outline: null, evaluation: null, deployment: null, chosen: {}, ...sources });
}

function roleOf(model: TopologyModel, name: string): TopologyRole {
  const role = model.roles.find((candidate) => candidate.name === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}

const running: NodeState = { state: 'running', address: '10.0.0.2', since: 1 };

describe('the text alone', () => {
  const model = merge({ outline: outlineOf(webLab) });

  test('gives roles, services, ports, packages and lines at once, and says that nothing is confirmed', () => {
    expect(model.roles.map(({ name }) => name)).toEqual(['server', 'client', 'storage']);
    const server = roleOf(model, 'server');
    expect(server).toMatchObject({
      certainty: 'text-only',
      services: [{ name: 'nginx', ports: [8080], certainty: 'text-only' }],
      packages: [{ name: 'curl' }, { name: 'jq' }],
      openPorts: [{ port: 443 }],
    });
    expect(model.edges.map(({ from, to }) => [from, to])).toContainEqual(['client', 'server']);
    expect(model.isEvaluated).toBe(false);
    expect(model.edges.every(({ certainty }) => certainty === 'text-only')).toBe(true);
  });

  test('knows the place of each word and of each reason', () => {
    const { range } = roleOf(model, 'server');
    expect(webLab.slice(range?.start, range?.end)).toBe('server');
    const edge = model.edges.find(({ from, to }) => from === 'client' && to === 'server');
    const said = edge?.parts.flatMap(({ reasons }) =>
      reasons.map(({ start, end }) => webLab.slice(start, end)),
    );
    expect(said).toEqual(expect.arrayContaining(['server']));
  });

  test('counts what is declared', () => {
    expect(roleOf(model, 'client')).toMatchObject({ wanted: 2, hasHostNames: false });
    expect(roleOf(model, 'client').nodes.map(({ name }) => name)).toEqual(['client1', 'client2']);
  });
});

describe('text and Nix', () => {
  const text = `{ pkgs, ... }: { roles = {
    server = { services.web = { command = "x"; port = 80; }; };
    client = { environment.systemPackages = [ pkgs.curl pkgs.nodejs_24 ]; };
  }; testScript = ''client.succeed("curl http://server/")''; }`;
  const composition = evaluated({
    server: { services: [{ name: 'web', ports: [80], command: 'x' }], openPorts: [80] },
    client: { packages: ['curl', 'nodejs'] },
  });
  const evaluation: Evaluation = { composition, outline: outlineOf(text) };

  test('agree on everything when the text is what was evaluated, also where Nix uses other names', () => {
    const model = merge({ outline: outlineOf(text), evaluation });
    expect(model.differences).toBe(0);
    expect(roleOf(model, 'client').packages.map(({ name }) => name)).toEqual(['curl', 'nodejs_24']);
    expect(model.edges).toMatchObject([{ from: 'client', to: 'server', certainty: 'confirmed' }]);
  });

  test('what is typed since is of the text only', () => {
    const typed = text
      .replace('port = 80', 'port = 81')
      .replace('pkgs.curl', 'pkgs.curl pkgs.jq')
      .replace('client =', 'cache = { }; client =')
      .replace('http://server/', 'http://cache:6379/');
    const model = merge({ outline: outlineOf(typed), evaluation });
    expect(roleOf(model, 'server').services).toMatchObject([{ ports: [81], certainty: 'text-only' }]);
    expect(roleOf(model, 'cache').certainty).toBe('text-only');
    expect(
      roleOf(model, 'client').packages.filter(({ certainty }) => certainty === 'text-only'),
    ).toMatchObject([{ name: 'jq' }]);
    expect(model.edges).toMatchObject([{ from: 'client', to: 'cache', certainty: 'text-only' }]);
  });

  test('what is deleted since is of Nix only, until it has read the text', () => {
    const typed = text.replace(/server = .*\n/, '\n').replace('pkgs.curl ', '');
    const model = merge({ outline: outlineOf(typed), evaluation });
    expect(roleOf(model, 'server')).toMatchObject({ certainty: 'evaluated-only', range: null });
    expect(roleOf(model, 'client').packages).toMatchObject([
      { name: 'nodejs_24', certainty: 'confirmed' },
      { name: 'curl', certainty: 'evaluated-only' },
    ]);
  });

  test('a role that is being renamed is there once', () => {
    const model = merge({ outline: outlineOf(text.replace('client =', 'reader =')), evaluation });
    expect(model.roles.map(({ name, certainty }) => [name, certainty])).toEqual([
      ['server', 'confirmed'],
      ['reader', 'text-only'],
    ]);
  });

  test('what is computed is confirmed, though the text does not show it', () => {
    const computed =
      '{ pkgs, ... }: { roles.a = import ./a.nix; roles.b.environment.systemPackages = f pkgs; }';
    const model = merge({
      outline: outlineOf(computed),
      evaluation: {
        composition: evaluated({
          a: { services: [{ name: 'web', ports: [80], command: null }], openPorts: [22, 80] },
          b: { packages: ['greet'] },
          generated: {},
        }),
        outline: outlineOf(computed),
      },
    });
    expect(roleOf(model, 'a')).toMatchObject({
      services: [{ name: 'web', certainty: 'confirmed' }],
      openPorts: [{ port: 22, certainty: 'confirmed' }],
    });
    expect(roleOf(model, 'b').packages).toMatchObject([{ name: 'greet', certainty: 'confirmed' }]);
    expect(roleOf(model, 'generated').certainty).toBe('confirmed');
    expect(model.differences).toBe(0);
  });

  test('services of NixOS that the description does not list were read all the same', () => {
    const nixos = '{ roles.a.services.murmur.enable = true; }';
    const model = merge({
      outline: outlineOf(nixos),
      evaluation: { composition: evaluated({ a: {} }, { base: 'nixpkgs' }), outline: outlineOf(nixos) },
    });
    expect(roleOf(model, 'a').services).toMatchObject([{ name: 'murmur', certainty: 'confirmed' }]);
  });

  test('the text’s distribution counts as soon as it is typed', () => {
    const before = '{ roles.a = { }; rolesDistribution.a = 2; }';
    const known: Evaluation = {
      composition: evaluated({ a: {} }, { rolesDistribution: { a: 2 } }),
      outline: outlineOf(before),
    };
    const wanted = (now: string): number =>
      roleOf(merge({ outline: outlineOf(now), evaluation: known }), 'a').wanted;
    expect(wanted(before)).toBe(2);
    expect(wanted(before.replace('a = 2', 'a = 5'))).toBe(5);
    expect(wanted('{ roles.a = { }; }')).toBe(1);
  });
});

describe('nodes', () => {
  const outline = outlineOf('{ roles.server = { }; roles.client = { }; }');

  test('that run are shown with their states; others are what a start would give', () => {
    const model = merge({
      outline,
      deployment: deployed({
        server: ['server', running],
        client1: ['client', running],
        client2: ['client', { state: 'starting' }],
      }),
      chosen: { client: 3 },
    });
    expect(roleOf(model, 'client').nodes).toMatchObject([
      { name: 'client1', status: { state: 'running' }, pending: null },
      { name: 'client2', status: { state: 'starting' }, pending: null },
      { name: 'client3', status: { state: 'absent' }, pending: 'start' },
    ]);
  });

  test('that are too many would stop', () => {
    const model = merge({
      outline,
      deployment: deployed({ client1: ['client', running], client2: ['client', running] }),
    });
    expect(roleOf(model, 'client').nodes.map(({ name, pending }) => [name, pending])).toEqual([
      ['client1', 'stop'],
      ['client2', 'stop'],
      ['client', 'start'],
    ]);
  });

  test('of a role that is gone stay in the picture', () => {
    const model = merge({ outline, deployment: deployed({ old: ['old', running] }) });
    expect(roleOf(model, 'old')).toMatchObject({ certainty: 'evaluated-only', wanted: 0 });
  });

  test('of a deployment that is lost are not', () => {
    const lost = { ...deployed({ server: ['server', running] }), freshness: 'lost' as const };
    expect(roleOf(merge({ outline, deployment: lost }), 'server').nodes).toMatchObject([
      { status: { state: 'absent' }, pending: null },
    ]);
  });

  test('with names that collide do not take the picture away', () => {
    const model = merge({ outline, chosen: { server: ['x'], client: ['x'] } });
    expect(model.roles.map(({ nodes }) => nodes.map(({ name }) => name))).toEqual([['x'], ['x']]);
  });
});

describe('labels of lines', () => {
  const part = (port: number | null, directory: string | null = null) =>
    ({
      port,
      directory,
      certainty: 'confirmed',
      reasons: [{ kind: 'configuration', start: 0, end: 1 }],
    }) as const;

  test('name the port or the directory, and are short', () => {
    expect(edgeLabel({ parts: [part(80)] })).toBe('80');
    expect(edgeLabel({ parts: [part(80), part(443), part(22)] })).toBe('80, 443, +1');
    expect(edgeLabel({ parts: [part(null, '/data')] })).toBe('/data');
    expect(edgeLabel({ parts: [part(null)] })).toBe('');
    expect(edgeLabel({ parts: [part(null, '/very/long/way/to/data')] })).toBe('…ong/way/to/data');
  });
});

describe('any text, at any moment of typing', () => {
  const sources = fc.record({
    text: fc.constantFrom(webLab, oddities),
    cut: fc.integer({ min: 0, max: 2000 }),
    length: fc.integer({ min: 0, max: 60 }),
    isEvaluated: fc.boolean(),
    chosen: fc.dictionary(fc.constantFrom('server', 'client', 'x'), fc.integer({ min: -1, max: 9 })),
  });

  test('gives a picture whose parts fit together', () => {
    fc.assert(
      fc.property(sources, ({ text, cut, length, isEvaluated, chosen }) => {
        const broken = outlineOf(text.slice(0, cut) + text.slice(cut + length));
        const outline = outlineOf(text);
        const evaluation = isEvaluated
          ? {
              outline,
              composition: evaluated(Object.fromEntries(outline.roles.map(({ name }) => [name, {}]))),
            }
          : null;
        const model = merge({ outline: broken, evaluation, chosen });
        const names = model.roles.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const role of model.roles) {
          expect(role.nodes.length).toBeGreaterThan(0);
          expect(role.wanted).toBe(role.nodes.length);
          for (const list of [role.services, role.packages]) {
            expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
          }
        }
        expect(new Set(model.edges.map(({ id }) => id)).size).toBe(model.edges.length);
        for (const { from, to, parts } of model.edges) {
          expect(names).toEqual(expect.arrayContaining([from, to]));
          expect(parts.every(({ reasons }) => reasons.length > 0)).toBe(true);
        }
        if (!isEvaluated) expect(model.roles.every(({ certainty }) => certainty === 'text-only')).toBe(true);
      }),
    );
  });
});
