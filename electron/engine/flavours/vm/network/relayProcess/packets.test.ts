import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacketReader } from './packets.ts';

const withHeader = (packet: Uint8Array) => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(packet.length);
  return Buffer.concat([header, packet]);
};

test('packets come out whole and in order, however the stream was cut', () => {
  const packets = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 });
  fc.assert(
    fc.property(packets, fc.array(fc.nat(200)), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(withHeader));
      const received: Buffer[] = [];
      const read = createPacketReader((packet) => received.push(Buffer.from(packet)));
      const places = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
      let from = 0;
      for (const to of places) {
        read(stream.subarray(from, to));
        from = to;
      }
      expect(received).toEqual(sent.map(withHeader));
    }),
  );
});

test('what is no stream of packets is not waited for', () => {
  expect(() => createPacketReader(() => undefined)(Buffer.from('GET / HTTP/1.1'))).toThrow(RangeError);
});
