import { expect, test } from 'vitest';
import { resolveImport } from './resolveImport.ts';

test.each([
  ['composition.nix', './a.nix', ['a.nix', 'a.nix/default.nix']],
  ['composition.nix', './roles', ['roles', 'roles/default.nix']],
  ['roles/web.nix', '../common/', ['common/default.nix']],
  ['roles/web.nix', './.', ['roles', 'roles/default.nix']],
  ['composition.nix', './.', ['default.nix']],
  ['composition.nix', '../other.nix', []],
  ['composition.nix', '/etc/passwd', []],
  ['composition.nix', '<nixpkgs>', []],
])('in %s, %s means %j', (from, path, files) => {
  expect(resolveImport(from, path)).toEqual(files);
});
