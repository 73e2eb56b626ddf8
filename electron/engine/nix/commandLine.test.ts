import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { showCommand } from './commandLine.ts';

test('only what needs it is quoted', () => {
  expect(showCommand('nix', ['build', '.#composition::docker', '--option', 'build-users-group', ''])).toBe(
    "nix build .#composition::docker --option build-users-group ''",
  );
});

test('a shell reads back exactly the arguments', () => {
  const word = fc.string().filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      const printed = execFileSync('sh', [
        '-c',
        showCommand('printf', ['%s\\0', ...words, 'end']),
      ]).toString();
      expect(printed).toBe([...words, 'end', ''].join('\0'));
    }),
    { numRuns: 60 },
  );
});
