import { expect, test } from 'vitest';
import { retry, sleep, unlessAbandoned } from './waiting.ts';

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

test('work that heeds no signal is left to itself', async () => {
  const abort = new AbortController();
  expect(await unlessAbandoned(Promise.resolve(1), abort.signal, 0)).toBe(1);
  const waiting = unlessAbandoned(new Promise(() => {}), abort.signal, 10);
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(unlessAbandoned(new Promise(() => {}), abort.signal, 0)).rejects.toThrow();
  await expect(unlessAbandoned(Promise.reject(new Error('first')), abort.signal, 50)).rejects.toThrow(
    'first',
  );
});
