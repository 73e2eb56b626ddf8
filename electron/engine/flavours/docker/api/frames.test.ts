import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from './frames.ts';

const frame = fc.record({
  stream: fc.constantFrom('stdout' as const, 'stderr' as const),
  bytes: fc.uint8Array({ maxLength: 300 }),
});

test('payload comes out whole and in order, however the frames are cut', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.nat(400)), (frames, cuts) => {
      const wire = Buffer.concat(frames.map(encode));
      const received = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
      const read = createFrameReader((stream, bytes) => received[stream].push(Buffer.from(bytes)));
      for (const chunk of cut(wire, cuts)) read(chunk);
      for (const stream of ['stdout', 'stderr'] as const) {
        const expected = Buffer.concat(
          frames.filter((each) => each.stream === stream).map(({ bytes }) => bytes),
        );
        expect(Buffer.concat(received[stream]).equals(expected)).toBe(true);
      }
    }),
  );
});

function encode({ stream, bytes }: { stream: 'stdout' | 'stderr'; bytes: Uint8Array }): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream === 'stdout' ? 1 : 2;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

function* cut(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  let offset = 0;
  for (const length of lengths) {
    yield bytes.subarray(offset, offset + length);
    offset += length;
  }
  yield bytes.subarray(offset);
}
