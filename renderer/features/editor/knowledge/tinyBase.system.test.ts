import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { typeInWords } from '#shared/model/options.ts';
import known from './tinyBase.json';
import { tinyOptions } from './tinyBase.ts';

test('the tiny base offers just what the editor says it does', async () => {
  const source = join(import.meta.dirname, 'tinyBase.nix');
  const { stdout } = await promisify(execFile)(
    'nix',
    ['eval', '--impure', '--json', '--file', source, '--extra-experimental-features', 'nix-command flakes'],
    { encoding: 'utf8' },
  );
  expect(known, `write the output of nix into tinyBase.json`).toEqual(JSON.parse(stdout));
});

test('no type is left in the words of the library', () => {
  for (const option of tinyOptions)
    expect(typeInWords(option)).not.toMatch(/concatenated|inclusive|convertible/);
});
