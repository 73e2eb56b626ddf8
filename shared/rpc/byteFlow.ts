/**
 * One end of a duplex, the same for the engine and its caller: bytes wait for credit on the way out, and give credit
 * back on the way in once they have been dealt with.
 */
import { AppError } from '../errors.ts';
import {
  afterAcknowledgement,
  afterConsuming,
  afterReceiving,
  afterSending,
  newReceiver,
  newSender,
  nextChunk,
} from './flow.ts';
import type { Frame } from './frames.ts';

type Receive = (bytes: Uint8Array, consumed: () => void) => void;

interface WaitingWrite {
  bytes: Uint8Array;
  readonly done: () => void;
  readonly failed: (error: AppError) => void;
}

export interface ByteFlow {
  write(bytes: Uint8Array): Promise<void>;
  onData(receive: Receive): void;
  /** Runs `finish` once every write so far has been sent. Later writes are refused. */
  finishAfterWrites(finish: () => void): void;
  /** The peer's bytes came. `false`: it broke the rules of credit. */
  receive(bytes: Uint8Array): boolean;
  /** The peer's credit came. `false`: it broke the rules of credit. */
  acknowledge(offset: number): boolean;
  /** Nothing goes out any more; waiting writes are rejected with `reason`. Bytes that came can still be read. */
  shut(reason: AppError): void;
}

export function createByteFlow(id: number, send: (frame: Frame) => void): ByteFlow {
  let sender = newSender;
  let receiver = newReceiver;
  let receive: Receive | undefined;
  let finish: (() => void) | undefined;
  let shutFor: AppError | undefined;
  const waiting: WaitingWrite[] = [];
  /** Bytes that came before anybody listened; never more than the window. */
  const unread: Uint8Array[] = [];

  function pump(): void {
    for (let write = waiting[0]; write !== undefined; write = waiting[0]) {
      while (write.bytes.length > 0) {
        const size = nextChunk(sender, write.bytes.length);
        if (size === 0) return;
        sender = afterSending(sender, size);
        send({ type: 'data', id, bytes: write.bytes.subarray(0, size) });
        write.bytes = write.bytes.subarray(size);
      }
      waiting.shift();
      write.done();
    }
    const last = finish;
    finish = undefined;
    last?.();
  }

  function deliver(bytes: Uint8Array, to: Receive): void {
    let counted = false;
    to(bytes, () => {
      if (counted) return;
      counted = true;
      const next = afterConsuming(receiver, bytes.length);
      receiver = next.flow;
      if (next.acknowledge !== null && shutFor === undefined) {
        send({ type: 'ack', id, offset: next.acknowledge });
      }
    });
  }

  return {
    write(bytes) {
      if (shutFor !== undefined) return Promise.reject(shutFor);
      if (finish !== undefined) {
        return Promise.reject(new AppError('internal', 'Bytes were written to a stream after its end.'));
      }
      return new Promise((done, failed) => {
        waiting.push({ bytes, done, failed });
        if (waiting.length === 1) pump();
      });
    },
    onData(listener) {
      receive = listener;
      for (const bytes of unread.splice(0)) deliver(bytes, listener);
    },
    finishAfterWrites(last) {
      if (shutFor !== undefined || finish !== undefined) return;
      finish = last;
      if (waiting.length === 0) pump();
    },
    receive(bytes) {
      if (bytes.length === 0) return true;
      const next = afterReceiving(receiver, bytes.length);
      if (next === null) return false;
      receiver = next;
      if (receive === undefined) unread.push(bytes);
      else deliver(bytes, receive);
      return true;
    },
    acknowledge(offset) {
      const next = afterAcknowledgement(sender, offset);
      if (next === null) return false;
      sender = next;
      pump();
      return true;
    },
    shut(reason) {
      if (shutFor !== undefined) return;
      shutFor = reason;
      finish = undefined;
      for (const write of waiting.splice(0)) write.failed(reason);
    },
  };
}
