import fc from 'fast-check';
import { expect, test } from 'vitest';
import { locateScript } from './scriptPosition.ts';

const composition = `{ pkgs, ... }:
{
  roles.server = { };
  testScript = ''
    start_all()

    with subtest("listens"):
        server.wait_for_open_port(80)
    server.succeed("echo ''\${HOME}")
  '';
}
`;
const script = `start_all()

with subtest("listens"):
    server.wait_for_open_port(80)
server.succeed("echo \${HOME}")
`;

test('the first line of the block is found, though Nix took its indentation and an escape', () => {
  expect(locateScript(composition, script)).toBe(5);
});

test('a file without that script is not taken for its source', () => {
  expect(locateScript(composition, 'client.succeed("a")\nclient.succeed("b")\nstart_all()\n')).toBeNull();
  expect(locateScript('{ roles = { }; }', script)).toBeNull();
  expect(locateScript(composition, '\n\n')).toBeNull();
});

test('any script of distinct lines is found at any depth', () => {
  const line = fc.stringMatching(/^[a-z]{3,12}\(\d{1,4}\)$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(line, { minLength: 1, maxLength: 30 }),
      fc.nat(50),
      fc.nat(12),
      (lines, before, indentation) => {
        const block = lines.map((text) => ' '.repeat(indentation) + text).join('\n');
        const file = `${'# above\n'.repeat(before)}  testScript = ''\n${block}\n'';\n`;
        expect(locateScript(file, `${lines.join('\n')}\n`)).toBe(before + 2);
      },
    ),
  );
});
