/** Two channels joined in memory. */
import type { Channel } from '#shared/rpc/channel.ts';

interface End {
  receive?: (bytes: Uint8Array) => void;
  closed?: () => void;
  isClosed: boolean;
  readonly inbox: Uint8Array[];
}

export function channelPair(): [Channel, Channel] {
  const ends: [End, End] = [
    { isClosed: false, inbox: [] },
    { isClosed: false, inbox: [] },
  ];
  const close = (): void => {
    for (const end of ends) {
      if (end.isClosed) continue;
      end.isClosed = true;
      queueMicrotask(() => end.closed?.());
    }
  };
  const channel = (own: End, peer: End): Channel => ({
    send(bytes) {
      if (own.isClosed) return;
      peer.inbox.push(bytes);
      queueMicrotask(() => deliver(peer));
    },
    onMessage(receive) {
      own.receive = receive;
      deliver(own);
    },
    onClose(closed) {
      own.closed = closed;
      if (own.isClosed) closed();
    },
    close,
  });
  return [channel(ends[0], ends[1]), channel(ends[1], ends[0])];
}

function deliver(end: End): void {
  while (end.receive !== undefined) {
    const next = end.inbox.shift();
    if (next === undefined) return;
    end.receive(next);
  }
}
