import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMarkedOutput } from './markedOutput.ts';

const marker = 'a1b2c3.7.';

test('everything before the marker is the output, however it is cut', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).filter((each) => !Buffer.from(each).includes(marker));
  fc.assert(
    fc.property(bytes, fc.nat(255), fc.array(fc.integer({ min: 1, max: 30 })), (output, status, cuts) => {
      const wire = Buffer.concat([output, Buffer.from(`${marker}${status}\n`)]);
      const marked = createMarkedOutput(marker);
      let offset = 0;
      let complete = false;
      for (const length of [...cuts, wire.length]) {
        if (offset >= wire.length) break;
        expect(complete).toBe(false);
        complete = marked.push(wire.subarray(offset, offset + length));
        offset += length;
      }
      expect(complete).toBe(true);
      expect(Buffer.from(marked.bytes()).equals(Buffer.from(output))).toBe(true);
      expect(marked.length).toBe(output.length);
      expect(marked.trailer).toBe(String(status));
    }),
  );
});

test('output that ends like the beginning of the marker is kept', () => {
  const marked = createMarkedOutput(marker);
  expect(marked.push(Buffer.from('xa1b2'))).toBe(false);
  expect(marked.push(Buffer.from(`a1b2c3.7.0\n`))).toBe(true);
  expect(Buffer.from(marked.bytes()).toString()).toBe('xa1b2');
});

test('what cannot be the beginning of the marker is handed on at once', () => {
  const taken: string[] = [];
  const marked = createMarkedOutput(marker, (bytes) => taken.push(Buffer.from(bytes).toString()));
  marked.push(Buffer.from('$ prompt'));
  marked.push(Buffer.from('> a1'));
  marked.push(Buffer.from('b9'));
  expect(taken).toEqual(['$ prompt', '> ', 'a1b9']);
  expect(marked.push(Buffer.from(`${marker}3\nmore`))).toBe(true);
  expect([marked.trailer, Buffer.from(marked.rest()).toString()]).toEqual(['3', 'more']);
});
