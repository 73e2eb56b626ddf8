import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { messagePortChannel, type ShellPort } from './messagePort.ts';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Node's own port, whose messages come bare, in the form of Electron's, whose messages come inside an event. */
function asShellPort(port: MessagePort): ShellPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      port.on(event, (data: unknown) => listener({ data })),
    start: () => port.start(),
    close: () => port.close(),
  };
}

function joined() {
  const { port1, port2 } = new MessageChannel();
  cleanups.push(() => port2.close());
  return { channel: messagePortChannel(asShellPort(port1)), window: port2 };
}

describe('a message port as a channel', () => {
  test('carries bytes both ways', async () => {
    const { channel, window } = joined();
    window.postMessage(Uint8Array.of(1, 2));
    const received = await new Promise<Uint8Array>((resolve) => channel.onMessage(resolve));
    expect([...received]).toEqual([1, 2]);

    const answer = new Promise((resolve) => window.once('message', resolve));
    channel.send(Uint8Array.of(3));
    expect(await answer).toEqual(Uint8Array.of(3));
  });

  test('ends when the window goes away', async () => {
    const { channel, window } = joined();
    window.close();
    await new Promise<void>((resolve) => channel.onClose(resolve));
    channel.send(Uint8Array.of(1));
  });

  test('ends both sides when it is closed', async () => {
    const { channel, window } = joined();
    const windowClosed = new Promise<void>((resolve) => window.once('close', resolve));
    channel.close();
    channel.close();
    await windowClosed;
    await new Promise<void>((resolve) => channel.onClose(resolve));
  });

  test('ends when something else than bytes comes', async () => {
    const { channel, window } = joined();
    const received: Uint8Array[] = [];
    channel.onMessage((bytes) => received.push(bytes));
    window.postMessage('hello');
    await new Promise<void>((resolve) => channel.onClose(resolve));
    expect(received).toEqual([]);
  });
});
