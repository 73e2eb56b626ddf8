import { expect, test } from 'vitest';
import { loadPatiently } from './lazyPanel.ts';

test('loading is tried again, and fails with the last reason', async () => {
  let attempts = 0;
  const failing = async (): Promise<string> => {
    attempts++;
    if (attempts < 3) throw new Error(`attempt ${attempts}`);
    return 'loaded';
  };
  expect(await loadPatiently(failing, [0, 0])).toBe('loaded');
  attempts = 0;
  await expect(loadPatiently(failing, [0])).rejects.toThrow('attempt 2');
});
