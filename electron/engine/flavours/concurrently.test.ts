import { expect, test } from 'vitest';
import { forEachConcurrently } from './concurrently.ts';

test('no more than the limit run at once, and all run', async () => {
  let running = 0;
  let most = 0;
  const seen: number[] = [];
  await forEachConcurrently([...Array(20).keys()], 4, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(item);
    running -= 1;
  });
  expect(most).toBe(4);
  expect(seen).toHaveLength(20);
});

test('after a failure nothing new begins, and what runs is waited for', async () => {
  const finished: number[] = [];
  const work = forEachConcurrently([0, 1, 2, 3], 2, async (item) => {
    if (item === 0) throw new Error('first');
    await new Promise((resolve) => setTimeout(resolve, 20));
    finished.push(item);
  });
  await expect(work).rejects.toThrow('first');
  expect(finished).toEqual([1]);
});
