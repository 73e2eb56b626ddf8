import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitFlags } from './commands/build.ts';
import { shellCommand } from './commands/exec.ts';
import { parseRoleOptions, readRolesFile } from './roleOptions.ts';

test('counts and host names are told apart', () => {
  expect(parseRoleOptions(['client=3', 'server=alpha, beta', 'db=-1', 'web=1.5'])).toEqual({
    client: 3,
    server: ['alpha', 'beta'],
    // Wrong numbers stay numbers, so that planning the nodes can name the role with them.
    db: -1,
    web: 1.5,
  });
});

test.each(['client', 'client=', '=3', ''])('-r %j is refused', (option) => {
  expect(() => parseRoleOptions([option])).toThrow(/is not understood/);
});

test('a roles file is YAML of the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nxc-roles-'));
  const file = join(folder, 'roles.yaml');
  try {
    await writeFile(file, 'client: 3\nserver:\n  - alpha\n  - beta\n');
    expect(await readRolesFile(file)).toEqual({ client: 3, server: ['alpha', 'beta'] });
    await writeFile(file, 'client: 1\nclient: 2\n');
    await expect(readRolesFile(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/^The roles file is not YAML: [^\n]*$/),
      details: { position: { file, line: 2, column: 1 } },
    });
    await writeFile(file, 'server: 1\nclient: alpha\n');
    await expect(readRolesFile(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('“client”'),
      hint: expect.stringContaining('client: [alpha]'),
    });
    await writeFile(file, '');
    await expect(readRolesFile(file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `The roles file ${file} names no role.`,
    });
    await expect(readRolesFile(join(folder, 'absent'))).rejects.toMatchObject({ code: 'not-found' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['--cores 2', ['--cores', '2']],
  ['  --option  sandbox false ', ['--option', 'sandbox', 'false']],
  [`--expr 'a b' --arg "c d"`, ['--expr', 'a b', '--arg', 'c d']],
  ['--option="x y"z', ['--option=x yz']],
  ['', []],
])('nix flags %j are split as a shell would', (text, words) => {
  expect(splitFlags(text)).toEqual(words);
});

test('one word is a command line, several words are quoted so that a shell reads them back', () => {
  expect(shellCommand(['ls | wc -l'])).toBe('ls | wc -l');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2 }), (words) => {
      expect(readBack(shellCommand(words))).toEqual(words);
    }),
  );
});

/** A shell's reading of single-quoted words. */
function readBack(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\')+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\(')/g, (_, quoted, escaped) => escaped ?? quoted),
  );
}
