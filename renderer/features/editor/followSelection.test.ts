import { expect, test } from 'vitest';
import { webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import { roleAtOffset } from './followSelection.ts';
import { readDocument } from './language/languageDocument.ts';

test.each([
  ['server', 'ser|ver = { config'],
  ['server', 'allowed|TCPPorts'],
  ['server', 'curl http://ser|ver:8080/\n          if'],
  ['client', 'clie|nt1.succeed'],
  ['server', 'server.wait_for_|unit'],
  ['client', 'rolesDistribution = { cli|ent'],
  [null, 'start_|all'],
  [null, 'ro|les = {'],
])('the role that a place is about is %s at %s', (role, marked) => {
  const offset = webLab.indexOf(marked.replace('|', '')) + marked.indexOf('|');
  expect(roleAtOffset(readDocument('composition.nix', 1, webLab, null), offset)).toBe(role);
});
