import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { decodeFrame, encodeFrame, type Frame } from './frames.ts';

const id = fc.integer({ min: 0, max: 0xffff_ffff });
const bytes = fc.uint8Array({ maxLength: 300 });
const text = fc.string({ unit: 'binary' });

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ type: fc.constant('hello' as const), version: fc.nat() }),
  fc.record({ type: fc.constant('call' as const), id, area: text, name: text, input: fc.jsonValue() }),
  fc.record({ type: fc.constant('data' as const), id, bytes }),
  fc.record({ type: fc.constant('ack' as const), id, offset: fc.maxSafeNat() }),
  fc.record({ type: fc.constant('close' as const), id, outcome: fc.jsonValue() }),
);

test('every frame comes back as it was', () => {
  fc.assert(
    fc.property(frame, (original) => {
      const expected = original.type === 'data' ? original : JSON.parse(JSON.stringify(original));
      expect(decodeFrame(encodeFrame(original))).toEqual(expected);
    }),
  );
});

test('data is found in a message that is a part of a larger buffer', () => {
  const message = encodeFrame({ type: 'data', id: 7, bytes: new Uint8Array([1, 2, 255]) });
  const larger = new Uint8Array(message.length + 10);
  larger.set(message, 10);
  expect(decodeFrame(larger.subarray(10))).toEqual({
    type: 'data',
    id: 7,
    bytes: new Uint8Array([1, 2, 255]),
  });
});

test('bytes that are no frame are refused and never crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (message) => {
      try {
        decodeFrame(message);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }),
  );
});

test.each([
  ['an empty message', ''],
  ['no type', '{}'],
  ['a type that does not exist', '{"type":"shout","id":1}'],
  ['a type from the prototype', '{"type":"constructor"}'],
  ['a negative number', '{"type":"cancel","id":-1}'],
  ['a fraction', '{"type":"ack","id":1,"offset":0.5}'],
  ['a missing name', '{"type":"call","id":1,"area":"jobs"}'],
  ['an error that is none', '{"type":"close","id":1,"error":"no"}'],
])('%s is refused', (_, json) => {
  const message = json === '' ? new Uint8Array() : new Uint8Array([0, ...new TextEncoder().encode(json)]);
  expect(() => decodeFrame(message)).toThrow(AppError);
});
