import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findOption, namesBelow, tinyOptions, tinyPackages, typeInWords } from './tinyBase.ts';

test('the tiny base offers just what the editor says it does', async () => {
  const source = join(import.meta.dirname, 'tinyBase.nix');
  const { stdout } = await promisify(execFile)(
    'nix',
    ['eval', '--impure', '--json', '--file', source, '--extra-experimental-features', 'nix-command flakes'],
    { encoding: 'utf8' },
  );
  expect(
    { options: tinyOptions, packages: tinyPackages },
    `write the output of nix into tinyBase.json`,
  ).toEqual(JSON.parse(stdout));
});

test('an option is found by the path that people write', () => {
  expect(findOption(['services', 'web', 'port'])?.path).toBe('services.<name>.port');
  expect(findOption(['files', '/srv/x', 'text', 'more'])?.path).toBe('files.<name>.text');
  expect(findOption(['nothing'])).toBeNull();
});

test('what can follow a path is known, but not what the user chooses', () => {
  expect(namesBelow(['services', 'web']).map(({ name }) => name)).toContain('command');
  expect(namesBelow(['services'])).toEqual([]);
  expect(namesBelow(['networking', 'firewall']).map(({ name }) => name)).toEqual([
    'allowedTCPPorts',
    'allowedUDPPorts',
    'enable',
  ]);
  expect(namesBelow([]).map(({ name, option }) => [name, option !== null])).toContainEqual([
    'environment',
    false,
  ]);
});

test('no type is left in the words of the library', () => {
  for (const option of tinyOptions)
    expect(typeInWords(option)).not.toMatch(/concatenated|inclusive|convertible/);
});
