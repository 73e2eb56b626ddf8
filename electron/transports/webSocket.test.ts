import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { type WebSocketChannelOptions, webSocketChannel } from './webSocket.ts';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A real server with one real browser-like client. */
async function connected(
  options?: WebSocketChannelOptions,
): Promise<{ channel: Channel; client: WebSocket }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => server.close());
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  cleanups.push(() => client.terminate());
  const [[socket]] = (await Promise.all([accepted, once(client, 'open')])) as [[WebSocket], unknown];
  return { channel: webSocketChannel(socket, options), client };
}

const closeOf = (channel: Channel): Promise<void> => new Promise((resolve) => channel.onClose(resolve));

describe('a WebSocket as a channel', () => {
  test('carries bytes both ways, in order', async () => {
    const { channel, client } = await connected();
    const received: number[] = [];
    const all = new Promise<void>((resolve) => {
      channel.onMessage((bytes) => {
        received.push(bytes[0] ?? -1);
        if (received.length === 100) resolve();
      });
    });
    for (let number = 0; number < 100; number += 1) client.send(Uint8Array.of(number));
    await all;
    expect(received).toEqual(Array.from({ length: 100 }, (_, number) => number));

    const answer = once(client, 'message');
    channel.send(Uint8Array.of(7, 8));
    const [data, isBinary] = (await answer) as [Buffer, boolean];
    expect([...data]).toEqual([7, 8]);
    expect(isBinary).toBe(true);
  });

  test('keeps what came before anybody listened', async () => {
    const { channel, client } = await connected();
    client.send(Uint8Array.of(1));
    client.send(Uint8Array.of(2));
    client.close();
    await closeOf(channel);
    const received: number[] = [];
    channel.onMessage((bytes) => received.push(...bytes));
    expect(received).toEqual([1, 2]);
  });

  test('tells the end to whoever asks late, and drops what is sent after it', async () => {
    const { channel, client } = await connected();
    client.terminate();
    await closeOf(channel);
    await closeOf(channel);
    channel.send(Uint8Array.of(1));
  });

  test('refuses text', async () => {
    const { client } = await connected();
    const closed = once(client, 'close');
    client.send('hello');
    const [code] = (await closed) as [number];
    expect(code).toBe(1003);
  });

  test('cuts off a viewer that does not read', async () => {
    const { channel, client } = await connected({ largestBacklog: 1024 * 1024 });
    client.pause();
    let isClosed = false;
    channel.onClose(() => {
      isClosed = true;
    });
    const megabyte = new Uint8Array(1024 * 1024);
    // The kernel takes the first few megabytes on both ends; far fewer than these.
    for (let sent = 0; sent < 200 && !isClosed; sent += 1) {
      channel.send(megabyte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await closeOf(channel);
  });

  test('cuts off a viewer that does not answer pings', async () => {
    const { channel, client } = await connected({ keepAliveMs: 20 });
    client.pause();
    await closeOf(channel);
  });

  test('keeps an idle viewer that answers pings', async () => {
    const { channel, client } = await connected({ keepAliveMs: 20 });
    for (let ping = 0; ping < 4; ping += 1) await once(client, 'ping');
    const answer = once(client, 'message');
    channel.send(Uint8Array.of(1));
    await answer;
  });
});
