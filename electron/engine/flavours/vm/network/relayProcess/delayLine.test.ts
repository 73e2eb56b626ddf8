import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDelayLine } from './delayLine.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const packetOf = (number: number) => Uint8Array.of(number);

function makeLine(delayMs: number, lossPercent = 0, random?: () => number) {
  const delivered: { readonly number: number; readonly at: number }[] = [];
  const began = performance.now();
  const line = createDelayLine(
    { delayMs, lossPercent },
    {
      deliver: ([number = -1]) => delivered.push({ number, at: performance.now() - began }),
      ...(random === undefined ? {} : { random }),
    },
  );
  return { line, delivered };
}

test('every packet comes out as late as it should, and not much later', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.array(fc.nat(50), { maxLength: 40 }), (delayMs, pauses) => {
      const { line, delivered } = makeLine(delayMs);
      let at = 0;
      const due = pauses.map((pause, number) => {
        vi.advanceTimersByTime(pause);
        at += pause;
        line.take(packetOf(number));
        return at + delayMs;
      });
      vi.advanceTimersByTime(delayMs + 2);
      expect(delivered.map(({ number }) => number)).toEqual(pauses.map((_, number) => number));
      for (const [index, { at: when }] of delivered.entries()) {
        expect(when - (due[index] ?? 0)).toBeGreaterThanOrEqual(0);
        expect(when - (due[index] ?? 0)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a delay that ends lets nothing overtake', () => {
  const { line, delivered } = makeLine(100);
  line.take(packetOf(1));
  line.change({ delayMs: 0, lossPercent: 0 });
  line.take(packetOf(2));
  expect(delivered).toEqual([]);
  vi.advanceTimersByTime(100);
  line.take(packetOf(3));
  expect(delivered.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('as many are lost as chance says, none of them at 0 and all at 100 percent', () => {
  const chances = [0, 0.1, 0.299, 0.3, 0.9].values();
  const { line, delivered } = makeLine(0, 30, () => chances.next().value ?? 1);
  for (const number of [1, 2, 3, 4, 5]) line.take(packetOf(number));
  expect(delivered.map(({ number }) => number)).toEqual([4, 5]);
  for (const [lossPercent, expected] of [
    [0, 100],
    [100, 0],
  ] as const) {
    const sure = makeLine(0, lossPercent);
    for (let number = 0; number < 100; number += 1) sure.line.take(packetOf(number));
    expect(sure.delivered).toHaveLength(expected);
  }
});

test('what is held keeps its content, has a limit, and is dropped at the end', () => {
  const { line, delivered } = makeLine(10);
  const reused = packetOf(7);
  line.take(reused);
  reused[0] = 8;
  vi.advanceTimersByTime(11);
  expect(delivered.map(({ number }) => number)).toEqual([7]);
  for (let count = 0; count < 40; count += 1) line.take(new Uint8Array(1024 ** 2));
  vi.advanceTimersByTime(11);
  expect(delivered).toHaveLength(1 + 32);
  line.take(packetOf(1));
  line.close();
  vi.advanceTimersByTime(11);
  expect(delivered).toHaveLength(1 + 32);
});
