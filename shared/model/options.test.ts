import { describe, expect, test } from 'vitest';
import { findOption, type KnownOption, namesBelow, typeInWords, writePath } from './options.ts';

const option = (path: string, type = 'string'): KnownOption => ({
  path: path.split('/'),
  type,
  text: '',
  default: null,
  from: [],
});

const options = [
  option('boot/kernel/sysctl'),
  option('services/nginx/enable'),
  option('services/nginx/virtualHosts', 'attribute set of submodules'),
  option('services/nginx/virtualHosts/<name>/root'),
  option('services/nginx/virtualHosts/<name>/listen', 'list of submodules'),
  option('services/nginx/virtualHosts/<name>/listen/*/port'),
];

describe('an option', () => {
  test.each([
    ['services/nginx/enable', 'services/nginx/enable'],
    ['services/nginx/virtualHosts/a.example/root', 'services/nginx/virtualHosts/<name>/root'],
    ['boot/kernel/sysctl/net.core', 'boot/kernel/sysctl'],
    ['services/nginx', undefined],
    ['services', undefined],
  ])('%s is %s', (path, found) => {
    expect(findOption(options, path.split('/'))?.path.join('/')).toBe(found);
  });
});

describe('names below', () => {
  const below = (path: string) =>
    namesBelow(options, path === '' ? [] : path.split('/')).map((each) => [
      each.name,
      each.option !== null,
      each.below,
    ]);
  test('are given with what follows them', () => {
    expect(below('')).toEqual([
      ['boot', false, 'options'],
      ['services', false, 'options'],
    ]);
    expect(below('services/nginx')).toEqual([
      ['enable', true, 'nothing'],
      ['virtualHosts', true, 'named'],
    ]);
    expect(below('services/nginx/virtualHosts/x')).toEqual([
      ['root', true, 'nothing'],
      ['listen', true, 'listed'],
    ]);
  });

  test('are none where the user chooses', () => {
    expect(below('services/nginx/virtualHosts')).toEqual([]);
    expect(below('nowhere')).toEqual([]);
  });
});

test('paths are written with quotes where Nix wants them', () => {
  expect(writePath(['boot', 'kernel', 'sysctl', 'net.core.rmem_max'])).toBe(
    'boot.kernel.sysctl."net.core.rmem_max"',
  );
  expect(writePath(['services', '<name>', 'port'])).toBe('services.<name>.port');
});

test('types are said in words', () => {
  expect(typeInWords({ type: 'null or lazy attribute set of strings concatenated with "\\n"' })).toBe(
    'null or set of text of several lines',
  );
});
