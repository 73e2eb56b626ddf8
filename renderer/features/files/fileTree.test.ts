import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileEntry } from '#shared/contract/files.ts';
import { buildTree, visibleRows } from './fileTree.ts';

const entries = (...paths: string[]): FileEntry[] => paths.map((path) => ({ path, size: 1, git: 'tracked' }));

const drawn = (files: FileEntry[], open: string[] = [], filter = ''): string[] =>
  visibleRows(buildTree(files), new Set(open), filter).map(
    ({ item, level }) => `${'  '.repeat(level - 1)}${item.name}`,
  );

describe('the tree of files', () => {
  const files = entries(
    'composition.nix',
    'roles/node10.nix',
    'roles/node2.nix',
    'roles/db/main.nix',
    'Readme.md',
  );

  test('has folders first and names as people sort them', () => {
    expect(drawn(files)).toEqual(['roles', 'composition.nix', 'Readme.md']);
    expect(drawn(files, ['roles'])).toEqual([
      'roles',
      '  db',
      '  node2.nix',
      '  node10.nix',
      'composition.nix',
      'Readme.md',
    ]);
  });

  test('shows what a filter finds with the way to it', () => {
    expect(drawn(files, [], 'MAIN')).toEqual(['roles', '  db', '    main.nix']);
    expect(drawn(files, [], 'nothing')).toEqual([]);
  });

  test('loses no file', () => {
    const part = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.nix`);
    fc.assert(
      fc.property(fc.uniqueArray(path), (paths) => {
        const rows = visibleRows(buildTree(entries(...paths)), new Set(), '.nix');
        const found = rows.filter(({ item }) => item.kind === 'file').map(({ item }) => item.path);
        expect(found.sort()).toEqual([...paths].sort());
      }),
    );
  });
});
