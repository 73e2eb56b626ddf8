import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createErrorOutput } from './errorOutput.ts';

function readable(text: string, cuts: readonly number[] = []): string {
  const output = createErrorOutput();
  const bytes = Buffer.from(text);
  let from = 0;
  for (const cut of [...cuts.toSorted((one, other) => one - other), bytes.length]) {
    output.add(bytes.subarray(from, cut));
    from = Math.max(from, cut);
  }
  return output.text();
}

test('what Node says of a program in one long line is its message and its stack', () => {
  const program = `/* ${'x'.repeat(100_000)} */ function fall() { throw new RangeError('out of memory') } fall();`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program]);
  expect(stderr.length).toBeGreaterThan(100_000);
  const text = readable(stderr.toString());
  expect(text).toContain('RangeError: out of memory\n    at fall');
  expect(text).not.toContain('xxx');
  expect(text).not.toContain('^');
  expect(text.length).toBeLessThan(2000);
});

test('short output is kept as it is, and of long output the beginning and the end', () => {
  expect(readable('one\n\n two\n')).toBe('one\n\n two');
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
  const text = readable(lines.join('\n'));
  expect(text.split('\n')).toHaveLength(42);
  expect(text).toMatch(/^line 0\n.*\n… 459 lines …\n.*\nline 499$/s);
});

test('it does not matter in which pieces it comes', () => {
  const pieces = fc.array(fc.oneof(fc.constant('\n'), fc.string(), fc.constant('é'.repeat(450))));
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(5000)), (parts, cuts) => {
      const text = parts.join('');
      const inside = cuts.filter((cut) => cut < Buffer.byteLength(text));
      expect(readable(text, inside)).toBe(readable(text));
      for (const line of readable(text).split('\n')) expect(line.length).toBeLessThanOrEqual(400);
    }),
  );
});
