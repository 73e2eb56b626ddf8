/** Two channels joined in memory: the command line and its engine in one process. Also what tests run on. */
import type { Channel } from '#shared/rpc/channel.ts';

/** A pair of channels; what one sends, the other receives in a later microtask, and closing one closes both. */
export function inProcessPair(): [Channel, Channel] {
  const left = createEnd();
  const right = createEnd();
  return [join(left, right), join(right, left)];
}

interface End {
  receive: ((bytes: Uint8Array) => void) | undefined;
  closed: (() => void) | undefined;
  isClosed: boolean;
  /** Messages on their way to this end, and messages that nobody listens for yet. */
  readonly inbox: Uint8Array[];
}

function createEnd(): End {
  return { receive: undefined, closed: undefined, isClosed: false, inbox: [] };
}

function join(own: End, peer: End): Channel {
  return {
    send(bytes) {
      if (own.isClosed) return;
      peer.inbox.push(bytes);
      queueMicrotask(() => deliver(peer));
    },
    onMessage(receive) {
      own.receive = receive;
      queueMicrotask(() => deliver(own));
    },
    onClose(closed) {
      own.closed = closed;
      if (own.isClosed) closed();
    },
    close() {
      for (const end of [own, peer]) {
        if (end.isClosed) continue;
        end.isClosed = true;
        // After what was sent before it.
        queueMicrotask(() => end.closed?.());
      }
    },
  };
}

function deliver(end: End): void {
  while (end.receive !== undefined) {
    const next = end.inbox.shift();
    if (next === undefined) return;
    end.receive(next);
  }
}
