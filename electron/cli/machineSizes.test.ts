import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSizes } from './machineSizes.ts';

test('sizes are for all machines, for those of a role, or for one node', () => {
  expect(
    parseSizes(['512', 'server=1024', 'client2=256'], ['server=2', 'client2=1'], ['server', 'client']),
  ).toEqual({
    roles: { server: { memoryMib: 1024, cores: 2 } },
    nodes: { client2: { memoryMib: 256, cores: 1 } },
    all: { memoryMib: 512 },
  });
  expect(parseSizes([], [], [])).toBe(undefined);
});

test('every number comes out as it went in, under its name', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.nat()), fc.array(name), (given, roles) => {
      const texts = Object.entries(given).map(([key, size]) => `${key}=${size}`);
      const sizes = parseSizes(['1', ...texts], [], roles);
      expect({ ...sizes?.roles, ...sizes?.nodes }).toEqual(
        Object.fromEntries(Object.entries(given).map(([key, memoryMib]) => [key, { memoryMib }])),
      );
      for (const role of Object.keys(sizes?.roles ?? {})) expect(roles).toContain(role);
      for (const node of Object.keys(sizes?.nodes ?? {})) expect(roles).not.toContain(node);
    }),
  );
});

test.each(['much', 'server=', '=3', '1.5', '-1'])('“%s” is no size', (text) => {
  expect(() => parseSizes([text], [], [])).toThrow(`“--memory ${text}” is not understood`);
});
