import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTextWatch } from './textWatch.ts';

const page = '[root@client:~]# wget -qO- http://server/\r\n<h1>Hällo 🌍</h1>\r\n<p>Mine</p>\r\n';

test('lines are found wherever the bytes are cut', () => {
  const bytes = new TextEncoder().encode(page);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (places) => {
      const watch = createTextWatch();
      const cuts = [0, ...places.toSorted((a, b) => a - b), bytes.length];
      for (const [index, cut] of cuts.entries()) watch.add(bytes.subarray(cuts[index - 1] ?? 0, cut));
      expect(watch.hasAll(['<p>Mine</p>', '<h1>Hällo 🌍</h1>'])).toBe(true);
      expect(watch.hasAll(['<p>Mine</p>', '<p>Yours</p>'])).toBe(false);
      expect(watch.hasAll([])).toBe(false);
    }),
  );
});

test('a program that writes without end is not kept whole', () => {
  const watch = createTextWatch();
  watch.add(new TextEncoder().encode(page));
  for (let round = 0; round < 100; round++) watch.add(new TextEncoder().encode('y\n'.repeat(1024)));
  expect(watch.hasAll(['<p>Mine</p>'])).toBe(false);
  expect(watch.hasAll(['y'])).toBe(true);
});
