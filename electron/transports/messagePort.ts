/**
 * The main process' end of a message port as a channel. Ports queue without a limit and tell nothing about it: what
 * keeps memory bounded here is the credit of every byte stream.
 */
import type { Channel } from '#shared/rpc/channel.ts';
import { createInbox } from './inbox.ts';

/** What is used of Electron's `MessagePortMain`; written down here because only the shell may import electron. */
export interface ShellPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The channel over a port whose other end a window holds. Anything but bytes closes it. */
export function messagePortChannel(port: ShellPort): Channel {
  const inbox = createInbox();

  function close(): void {
    if (inbox.ended) return;
    port.close();
    inbox.end();
  }

  port.on('message', ({ data }) => {
    if (data instanceof Uint8Array) inbox.deliver(data);
    else close();
  });
  port.on('close', () => inbox.end());
  port.start();

  return {
    send(bytes) {
      if (!inbox.ended) port.postMessage(bytes);
    },
    onMessage: inbox.onMessage,
    onClose: inbox.onClose,
    close,
  };
}
