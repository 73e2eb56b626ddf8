import { expect, test } from 'vitest';
import { parseSizes } from './machineSizes.ts';

test('sizes are for all machines or for those of a role', () => {
  expect(parseSizes(['512', 'server=1024'], ['server=2'])).toEqual({
    roles: { server: { memoryMib: 1024, cores: 2 } },
    nodes: {},
    all: { memoryMib: 512 },
  });
  expect(parseSizes([], [])).toBe(undefined);
});

test.each(['much', 'server=', '=3', '1.5', '-1'])('“%s” is no size', (text) => {
  expect(() => parseSizes([text], [])).toThrow(`“--memory ${text}” is not understood`);
});
