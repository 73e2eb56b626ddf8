/** The two transports a window can have, as channels. Which one applies is known from where the page comes from. */

import { AppError } from '#shared/errors.ts';
import { enginePath, portMessages } from '#shared/hosting.ts';
import type { Channel } from '#shared/rpc/channel.ts';

/** Whether the page is a window of the desktop app: only that is served under this scheme. */
export function isDesktopWindow(): boolean {
  return location.protocol === 'app:';
}

/** Asks the preload for a port to the main process. */
export function openMessagePort(): Promise<Channel> {
  return new Promise((resolve) => {
    function receive(message: MessageEvent): void {
      const [port] = message.ports;
      if (message.source !== window || message.data !== portMessages.handedOver || port === undefined) return;
      window.removeEventListener('message', receive);
      resolve(messagePortChannel(port));
    }
    window.addEventListener('message', receive);
    window.postMessage(portMessages.wanted, location.origin);
  });
}

/** Opens a WebSocket to the server that the page came from. */
export function openWebSocket(): Promise<Channel> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}${enginePath}`);
  socket.binaryType = 'arraybuffer';
  const channel = webSocketChannel(socket);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(channel), { once: true });
    socket.addEventListener('close', () => reject(unreachable()), { once: true });
  });
}

function unreachable(): AppError {
  return new AppError('connection-lost', 'The engine behind this page does not answer.', {
    hint: 'Is `nxc serve` still running? If it was started again, open the address that it printed.',
    retryable: true,
  });
}

/** One end of a MessageChannel. Closing either end, or the process behind it, closes the channel. */
export function messagePortChannel(port: MessagePort): Channel {
  const inbox = createInbox();
  port.addEventListener('message', (message: MessageEvent<Uint8Array>) => inbox.deliver(message.data));
  port.addEventListener('close', inbox.end);
  port.start();
  return {
    send: (bytes) => port.postMessage(bytes),
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close() {
      port.close();
      // The port tells only its other end.
      queueMicrotask(inbox.end);
    },
  };
}

function webSocketChannel(socket: WebSocket): Channel {
  const inbox = createInbox();
  socket.addEventListener('message', (message: MessageEvent<ArrayBuffer>) =>
    inbox.deliver(new Uint8Array(message.data)),
  );
  socket.addEventListener('close', inbox.end);
  return {
    send(bytes) {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes as Uint8Array<ArrayBuffer>);
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close: () => socket.close(),
  };
}

/** Keeps what comes before anybody listens. */
function createInbox() {
  const waiting: Uint8Array[] = [];
  let receiver: ((bytes: Uint8Array) => void) | undefined;
  let closed: (() => void) | undefined;
  let ended = false;
  return {
    deliver(bytes: Uint8Array): void {
      if (receiver === undefined) waiting.push(bytes);
      else receiver(bytes);
    },
    end(): void {
      if (ended) return;
      ended = true;
      closed?.();
    },
    onMessage(receive: (bytes: Uint8Array) => void): void {
      receiver = receive;
      for (const bytes of waiting.splice(0)) receive(bytes);
    },
    onClose(listener: () => void): void {
      closed = listener;
      if (ended) listener();
    },
  };
}
