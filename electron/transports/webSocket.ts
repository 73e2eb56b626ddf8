/** A browser's WebSocket as a channel, seen from the engine's side. */
import type { RawData, WebSocket } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { createInbox } from './inbox.ts';

/**
 * A viewer that lets this much pile up is not reading any more. Byte streams are bounded by their credit long before;
 * what would grow are events, and a viewer that was cut off takes a new snapshot when it comes back.
 */
const largestBacklog = 32 * 1024 * 1024;

/** Time between two signs of life: shorter than the minute after which proxies and laptops drop an idle connection. */
const keepAliveMs = 20_000;

/** Close code for “the message is of a kind that is not understood” (RFC 6455, section 7.4.1). */
const unsupportedData = 1003;
/** Close code for “try again later”, which is what a slow viewer should do. */
const tryAgainLater = 1013;

export interface WebSocketChannelOptions {
  /** Bytes; see `largestBacklog` above. */
  readonly largestBacklog?: number;
  /** Milliseconds between pings. A viewer that left one unanswered by the next is taken for gone. */
  readonly keepAliveMs?: number;
}

/** The channel over an accepted WebSocket. Only binary messages are taken. */
export function webSocketChannel(socket: WebSocket, options: WebSocketChannelOptions = {}): Channel {
  const backlog = options.largestBacklog ?? largestBacklog;
  const inbox = createInbox();
  let answered = true;

  const keepAlive = setInterval(() => {
    if (!answered) {
      socket.terminate();
      return;
    }
    answered = false;
    socket.ping();
  }, options.keepAliveMs ?? keepAliveMs);
  keepAlive.unref();

  socket.on('pong', () => {
    answered = true;
  });
  socket.on('message', (data: RawData, isBinary: boolean) => {
    answered = true;
    if (isBinary) inbox.deliver(asBytes(data));
    else socket.close(unsupportedData, 'Only binary messages are understood.');
  });
  // An error is always followed by “close”, which is all that a channel tells.
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(keepAlive);
    inbox.end();
  });

  return {
    send(bytes) {
      if (inbox.ended || socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > backlog) {
        socket.close(tryAgainLater, 'The viewer does not read what it is sent.');
        // Its close frame would wait behind all that it does not read.
        socket.terminate();
        return;
      }
      socket.send(bytes, { binary: true });
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close: () => socket.close(),
  };
}

function asBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
