import { expect, test } from 'vitest';
import type { Check } from '#shared/contract/system.ts';
import { byUrgency, concerns, nothingChecked, reduceChecks } from './checks.ts';

const check = (id: string, state: Check['state']): Check => ({
  id,
  title: id,
  state,
  description: '',
  fixes: [],
  documentation: null,
  neededBy: [],
});

test('what there is to do stands on top', () => {
  const sorted = byUrgency([check('git', 'passed'), check('nix', 'warning'), check('docker', 'failed')]);
  expect(sorted.map(({ id }) => id)).toEqual(['docker', 'nix', 'git']);
});

test('a repair that answers about one check leaves the others as they were', () => {
  const before = reduceChecks(nothingChecked, {
    type: 'checked',
    checks: [check('nix', 'passed'), check('docker', 'failed')],
  });
  const during = reduceChecks(before, { type: 'began', repairing: 'docker' });
  expect(during.doing).toEqual({ repairing: 'docker' });
  const after = reduceChecks(during, { type: 'checked', checks: [check('docker', 'passed')] });
  expect(after.checks.map(({ state }) => state)).toEqual(['passed', 'passed']);
  expect(after.doing).toBe('nothing');
});

test('what only another platform needs does not concern the chosen one', () => {
  const kernel: Check = { ...check('vm-kernel', 'warning'), neededBy: ['vm'] };
  expect([concerns(kernel, 'docker'), concerns(kernel, 'vm'), concerns(kernel, null)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(concerns(check('nix', 'failed'), 'docker')).toBe(true);
});
