/** The receiving half of a channel over an event source: keeps what comes before anybody listens. */
import type { Channel } from '#shared/rpc/channel.ts';

export interface Inbox extends Pick<Channel, 'onMessage' | 'onClose'> {
  /** A message came. Ignored after the end. */
  deliver(bytes: Uint8Array): void;
  /** The end came; only the first call counts. */
  end(): void;
  readonly ended: boolean;
}

export function createInbox(): Inbox {
  let receive: ((bytes: Uint8Array) => void) | undefined;
  let closed: (() => void) | undefined;
  let ended = false;
  const early: Uint8Array[] = [];

  return {
    get ended() {
      return ended;
    },
    deliver(bytes) {
      if (ended) return;
      if (receive === undefined) early.push(bytes);
      else receive(bytes);
    },
    end() {
      if (ended) return;
      ended = true;
      closed?.();
    },
    onMessage(listener) {
      receive = listener;
      for (const bytes of early.splice(0)) listener(bytes);
    },
    onClose(listener) {
      closed = listener;
      if (ended) listener();
    },
  };
}
