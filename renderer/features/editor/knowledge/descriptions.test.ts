import { expect, test } from 'vitest';
import { describeGroup, describeOption, describePackage } from './descriptions.ts';

const option = {
  path: ['services', 'web', 'hosts'],
  type: 'lazy attribute set of strings',
  text: 'Made as rxe_<interface>; see `<name>`.',
  default: '{ a = "`"; }',
  from: ['nixos/modules/web.nix'],
};

test('an option is told with type, default and origin, and nothing of it is taken for layout', () => {
  expect(describeOption(option, 'nixpkgs')).toBe(
    [
      'set of strings; default `` { a = "`"; } ``',
      'Made as rxe_&lt;interface>; see `<name>`.',
      '*Declared in `nixos/modules/web.nix`*',
    ].join('\n\n'),
  );
});

test('what is only usual says so', () => {
  expect(describeOption({ ...option, default: null, from: [], text: '' }, 'usual')).toContain(
    'has not been read yet',
  );
});

test('a group is told by its first options', () => {
  const group = { name: 'web', option: null, below: 'options' as const, count: 3, examples: [option.path] };
  expect(describeGroup(group)).toBe('- `services.web.hosts`\n- … and 2 more');
});

test('a package is told with its version and page, if that is one', () => {
  const details = { version: '1.2', description: 'Gets files', homepage: 'https://a.example/x' };
  expect(describePackage(details)).toBe(
    'Version 1.2\n\nGets files\n\n[https://a.example/x](https://a.example/x)',
  );
  expect(describePackage({ ...details, homepage: 'javascript:alert(1)' })).toBe('Version 1.2\n\nGets files');
});
