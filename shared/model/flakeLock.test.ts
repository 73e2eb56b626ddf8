import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  declaredLibrary,
  emptyFlakeLock,
  type FlakeLock,
  libraryReference,
  lockedInputs,
  lockedLibrary,
  needsNothingElse,
  parseFlakeLock,
  printFlakeLock,
  withLibrary,
} from './flakeLock.ts';

const pin = { path: '/data/library/abc', narHash: 'sha256-AAAA' };
const original = { type: 'github', owner: 'nxc-desktop', repo: 'nxc-desktop', dir: 'resources/nix' };

describe('pinning the library', () => {
  test('makes a lock as Nix would print it', () => {
    expect(printFlakeLock(withLibrary(emptyFlakeLock, pin, original))).toBe(`{
  "nodes": {
    "nxc": {
      "locked": {
        "narHash": "sha256-AAAA",
        "path": "/data/library/abc",
        "type": "path"
      },
      "original": {
        "dir": "resources/nix",
        "owner": "nxc-desktop",
        "repo": "nxc-desktop",
        "type": "github"
      }
    },
    "root": {
      "inputs": {
        "nxc": "nxc"
      }
    }
  },
  "root": "root",
  "version": 7
}
`);
  });

  test('changes that node alone', () => {
    const lock: FlakeLock = {
      nodes: {
        nixpkgs: { locked: { type: 'github', rev: '1' }, original: { type: 'github' } },
        nxc: { locked: { type: 'path', path: '/old' }, inputs: { nixpkgs: ['nixpkgs'] }, original },
        root: { inputs: { nixpkgs: 'nixpkgs', nxc: 'nxc' } },
      },
      root: 'root',
      version: 7,
    };
    const changed = withLibrary(lock, pin, { type: 'indirect' });
    expect(changed.nodes.nixpkgs).toBe(lock.nodes.nixpkgs);
    expect(changed.nodes.root).toEqual(lock.nodes.root);
    expect(changed.nodes.nxc).toEqual({
      ...lock.nodes.nxc,
      locked: { type: 'path', ...pin },
    });
  });

  test('does not take a node that belongs to another input', () => {
    const lock: FlakeLock = {
      nodes: { nxc: { locked: { type: 'git' } }, root: {} },
      root: 'root',
      version: 7,
    };
    const changed = withLibrary(lock, pin, original);
    expect(changed.nodes.nxc).toEqual({ locked: { type: 'git' } });
    expect(lockedLibrary(changed)).toMatchObject(pin);
  });

  test('is the same when done twice, and survives printing', () => {
    const once = withLibrary(emptyFlakeLock, pin, original);
    expect(withLibrary(once, pin, original)).toEqual(once);
    expect(parseFlakeLock(printFlakeLock(once), 'flake.lock')).toEqual(once);
  });
});

test('every input of a flake is known by what it is pinned to, also one that follows another', () => {
  const github = { type: 'github', owner: 'NixOS', repo: 'nixpkgs', rev: 'abc' };
  const lock: FlakeLock = {
    nodes: {
      root: {
        inputs: { other: 'other', nixpkgs: ['other', 'nixpkgs'], lost: ['other', 'lost'], round: ['round'] },
      },
      other: { inputs: { nixpkgs: 'nixpkgs_2' }, locked: { type: 'path', path: '/other' } },
      nixpkgs_2: { locked: github },
    },
    root: 'root',
    version: 7,
  };
  expect(lockedInputs(lock)).toEqual([
    { name: 'other', locked: { type: 'path', path: '/other' } },
    { name: 'nixpkgs', locked: github },
  ]);
});

test('only a project with no other input needs nothing else', () => {
  const lock = withLibrary(emptyFlakeLock, pin, original);
  expect(needsNothingElse(emptyFlakeLock)).toBe(false);
  expect(needsNothingElse(lock)).toBe(true);
  expect(needsNothingElse({ ...lock, nodes: { ...lock.nodes, nixpkgs: {} } })).toBe(false);
  const remote = { ...lock, nodes: { ...lock.nodes, nxc: { locked: { type: 'github' } } } };
  expect(needsNothingElse(remote)).toBe(false);
});

test.each([
  [`inputs.nxc.url = "${libraryReference}";`, original],
  [`inputs = { nxc.url = "${libraryReference}"; };`, original],
  [`inputs = { nxc = { url = "${libraryReference}"; }; };`, original],
  ['nxc.url = "github:nxc-desktop/nxc-desktop/v2?dir=resources/nix";', { ...original, ref: 'v2' }],
  ['nxc.url = "git+https://gitlab.inria.fr/nixos-compose/nixos-compose.git";', undefined],
  ['nxc.url = "path:../library";', undefined],
  ['{ outputs = { }: { }; }', undefined],
])('the declaration %s', (source, expected) => {
  expect(declaredLibrary(source)).toEqual(expected);
});

test('a lock that is no JSON, or no lock, says where and what to do', () => {
  expect(() => parseFlakeLock('{\n  bad', '/p/flake.lock')).toThrowError(
    expect.objectContaining({
      code: 'nix-evaluation',
      details: expect.objectContaining({ position: { file: '/p/flake.lock', line: 2, column: 3 } }),
    }),
  );
  expect(() => parseFlakeLock('[]', '/p/flake.lock')).toThrowError(/not a lock/);
});

test('whatever JSON is read as a lock or refused with an AppError', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      try {
        parseFlakeLock(text, 'flake.lock');
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'nix-evaluation' });
      }
    }),
  );
});
