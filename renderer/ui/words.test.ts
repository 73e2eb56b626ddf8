import { describe, expect, test } from 'vitest';
import { ago, bytes, clock, count, duration, list } from './words.ts';

describe('words', () => {
  test.each([
    [0, '0 ms'],
    [99.4, '99 ms'],
    [99.6, '0.1 s'],
    [420, '0.4 s'],
    [9940, '9.9 s'],
    [9960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [4_200_000, '1 h 10 min'],
  ])('a duration of %i ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  test.each([
    [0, '0:00'],
    [7999, '0:07'],
    [750_000, '12:30'],
    [3_729_000, '1:02:09'],
    [-5, '0:00'],
  ])('a clock at %i ms shows %s', (milliseconds, text) => expect(clock(milliseconds)).toBe(text));

  test.each([
    [30_000, 'just now'],
    [300_000, '5 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [50 * 3_600_000, '2 days ago'],
  ])('%i ms ago is %s', (milliseconds, text) => expect(ago(milliseconds)).toBe(text));

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [42_991_616, '41 MB'],
    [1_300_000_000, '1.2 GB'],
  ])('%i bytes are %s', (amount, text) => expect(bytes(amount)).toBe(text));

  test('counts and lists', () => {
    expect(count(1, 'node')).toBe('1 node');
    expect(count(0, 'node')).toBe('0 nodes');
    expect(list([])).toBe('');
    expect(list(['server'])).toBe('server');
    expect(list(['server', 'client'])).toBe('server and client');
    expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });
});
