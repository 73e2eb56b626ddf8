import { expect, test } from 'vitest';
import { readNspawnHost, refuseNspawn } from './refusal.ts';

test('all that is missing is named, with what works instead', () => {
  const error = refuseNspawn({ init: 'sh', hasProgram: false, isRoot: false });
  expect(error).toMatchObject({
    code: 'unsupported',
    message:
      'The flavour “nspawn” cannot be started on this machine: systemd does not run it (process 1 is sh), it has no systemd-nspawn, this user is not root.',
    hint: expect.stringContaining('nxc start -f docker'),
  });
  expect(refuseNspawn({ init: 'systemd', hasProgram: true, isRoot: false }).message).toMatch(
    /: this user is not root\.$/,
  );
});

test('a machine that lacks nothing is not blamed', () => {
  expect(refuseNspawn({ init: 'systemd', hasProgram: true, isRoot: true }).code).toBe('not-yet');
});

test('this machine is looked at', () => {
  expect(readNspawnHost({ PATH: '/nonexistent' })).toMatchObject({
    hasProgram: false,
    isRoot: process.getuid?.() === 0,
  });
});
