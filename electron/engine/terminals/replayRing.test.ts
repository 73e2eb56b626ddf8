import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReplayRing } from './replayRing.ts';

test('the ring is the end of everything that was written', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 12 }),
      fc.nat(800),
      fc.nat(200),
      (capacity, writes, offset, limit) => {
        const ring = createReplayRing(capacity);
        for (const bytes of writes) ring.append(bytes);
        const all = Buffer.concat(writes);
        expect(ring.end).toBe(all.length);
        expect(ring.start).toBe(Math.max(0, all.length - capacity));
        const from = Math.max(offset, ring.start);
        const expected = all.subarray(from, Math.max(from, Math.min(all.length, from + limit)));
        expect(Buffer.from(ring.read(offset, limit)).equals(expected)).toBe(true);
      },
    ),
  );
});
