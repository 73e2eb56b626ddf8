import { expect, test } from 'vitest';
import { cliLine } from './cliLines.ts';

const target = { composition: 'composition', flavour: 'docker' } as const;

test.each([
  ['build', 'nxc build -f docker'],
  ['build-and-start', 'nxc start -f docker --build -r client=3 -r server=alpha,beta'],
  ['update-nodes', 'nxc start -f docker --reuse -r client=3 -r server=alpha,beta'],
  ['stop', 'nxc stop -f docker'],
  ['test', 'nxc driver -t -f docker'],
] as const)('%s is %s', (action, line) => {
  expect(cliLine(action, target, { client: 3, server: ['alpha', 'beta'] })).toBe(line);
});

test('one of several compositions is named', () => {
  expect(cliLine('build', { composition: 'slurm', flavour: 'vm' }, {})).toBe('nxc build -C slurm::vm');
});
