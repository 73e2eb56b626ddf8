import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameDecoder, encodeHeader, encodeMessage } from './framing.ts';

const pieces = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const result: Buffer[] = [];
  let position = 0;
  for (let index = 0; position < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    result.push(bytes.subarray(position, position + size));
    position += size;
  }
  return result;
};

test('messages arrive whole and in order, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
      (messages, sizes) => {
        const decode = createFrameDecoder(1_000_000);
        const stream = Buffer.concat(messages.map(encodeMessage));
        const frames = pieces(stream, sizes).flatMap((piece) => decode(piece));
        expect(frames.map(({ payload }) => JSON.parse(payload.toString()))).toEqual(
          messages.map((message) => JSON.parse(JSON.stringify(message))),
        );
      },
    ),
  );
});

test('bytes come through unchanged, also none at all', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const decode = createFrameDecoder(500);
      const frames = decode(Buffer.concat([encodeHeader('bytes', bytes.length), bytes]));
      expect(frames).toEqual([{ kind: 'bytes', payload: Buffer.from(bytes) }]);
    }),
  );
});

test('a frame that is too long is refused by its header alone', () => {
  expect(() => createFrameDecoder(10)(encodeHeader('json', 11))).toThrow('at most 10');
});

test('a frame of unknown kind is refused', () => {
  expect(() => createFrameDecoder(10)(Buffer.from([9, 0, 0, 0, 0]))).toThrow('unknown kind');
});
