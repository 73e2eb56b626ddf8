import { expect, test } from 'vitest';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { compositionPath } from './compositionPath.ts';

const outline = readComposition(
  parseNix(
    '{ a = import ./a.nix; b = import ./sub/b; c = import ../c.nix; d = import ../../../d.nix; e = import <e>; }',
  ),
);

test.each([
  ['a', 'lab/a.nix'],
  ['b', 'lab/sub/b/default.nix'],
  ['c', 'c.nix'],
  ['d', null],
  ['e', null],
  ['unknown', null],
])('composition %s is in %s', (name, path) => {
  expect(compositionPath('lab/compositions.nix', outline, name)).toBe(path);
});
