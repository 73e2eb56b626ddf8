import { expect, test } from 'vitest';
import { retry, sleep } from './waiting.ts';

const never = new AbortController().signal;

test('the first try is made at once, and its result taken', async () => {
  let tries = 0;
  expect(await retry(async () => ++tries, 0, never)).toBe(1);
});

test('tries go on until one works', async () => {
  let tries = 0;
  expect(await retry(async () => (++tries === 4 ? 'done' : null), null, never)).toBe('done');
  expect(tries).toBe(4);
});

test('after the time there is no result, and there was a try at the end', async () => {
  const remaining: (number | undefined)[] = [];
  const result = await retry(
    async (left) => {
      remaining.push(left);
      return null;
    },
    120,
    never,
  );
  expect(result).toBeNull();
  expect(remaining.length).toBeGreaterThanOrEqual(2);
  expect(remaining.at(-1)).toBe(1);
});

test('aborting ends a wait', async () => {
  const abort = new AbortController();
  const waiting = retry(async () => null, null, abort.signal);
  abort.abort();
  await expect(waiting).rejects.toThrow();
  await expect(sleep(1e12, abort.signal)).rejects.toThrow();
});
