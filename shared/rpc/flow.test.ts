import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterAcknowledgement,
  afterConsuming,
  afterReceiving,
  afterSending,
  largestChunk,
  newReceiver,
  newSender,
  nextChunk,
  windowBytes,
} from './flow.ts';

/** One step of either side: the writer has bytes, the reader finishes with some, or an acknowledgement arrives. */
const step = fc.oneof(
  fc.record({ type: fc.constant('write' as const), bytes: fc.integer({ min: 0, max: 500_000 }) }),
  fc.record({ type: fc.constant('consume' as const), bytes: fc.integer({ min: 1, max: 200_000 }) }),
  fc.constant({ type: 'deliver' as const }),
);

test('a sender never overruns the window and a reader that keeps reading never leaves it stuck', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let sender = newSender;
      let receiver = newReceiver;
      let waiting = 0;
      const acknowledgements: number[] = [];

      const pump = () => {
        for (let size = nextChunk(sender, waiting); size > 0; size = nextChunk(sender, waiting)) {
          expect(size).toBeLessThanOrEqual(largestChunk);
          waiting -= size;
          sender = afterSending(sender, size);
          const received = afterReceiving(receiver, size);
          if (received === null) throw new Error('the sender overran its credit');
          receiver = received;
        }
      };
      const consume = (bytes: number) => {
        const size = Math.min(bytes, receiver.received - receiver.consumed);
        const next = afterConsuming(receiver, size);
        receiver = next.flow;
        if (next.acknowledge !== null) acknowledgements.push(next.acknowledge);
      };
      const deliver = () => {
        const offset = acknowledgements.shift();
        if (offset === undefined) return;
        const next = afterAcknowledgement(sender, offset);
        if (next === null) throw new Error('an honest acknowledgement was refused');
        sender = next;
      };

      for (const action of steps) {
        if (action.type === 'write') waiting += action.bytes;
        if (action.type === 'consume') consume(action.bytes);
        if (action.type === 'deliver') deliver();
        pump();
        expect(receiver.received - receiver.consumed).toBeLessThanOrEqual(windowBytes);
      }
      while (waiting > 0) {
        const before = waiting;
        consume(windowBytes);
        while (acknowledgements.length > 0) deliver();
        pump();
        expect(waiting).toBeLessThan(before);
      }
    }),
  );
});

test('acknowledging what was not sent, or taking an acknowledgement back, is refused', () => {
  const sender = afterSending(newSender, 100);
  expect(afterAcknowledgement(sender, 101)).toBeNull();
  const acknowledged = afterAcknowledgement(sender, 60);
  expect(acknowledged && afterAcknowledgement(acknowledged, 59)).toBeNull();
});

test('more bytes than the window are refused', () => {
  expect(afterReceiving(newReceiver, windowBytes)).not.toBeNull();
  expect(afterReceiving(newReceiver, windowBytes + 1)).toBeNull();
});
