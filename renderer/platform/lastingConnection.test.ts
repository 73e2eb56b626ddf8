import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { follow } from '#renderer/store/follow.ts';
import { channelPair } from '#renderer/testing/channelPair.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { event, method } from '#shared/rpc/define.ts';
import { serve } from '#shared/rpc/server.ts';
import { createLastingConnection, defaultPause } from './lastingConnection.ts';

const contract = {
  counter: {
    read: method({ input: z.object({}), output: z.number() }),
    changed: event({ payload: z.number() }),
  },
};

/** An engine that can go away and come back, whose truth is one number. */
function createCounter() {
  const emitters = new Set<(value: number) => void>();
  let value = 0;
  let engineEnd: Channel | undefined;
  const state = { isUp: true };
  return {
    state,
    set(next: number): void {
      value = next;
      for (const emit of emitters) emit(next);
    },
    goAway: () => engineEnd?.close(),
    openChannel: async (): Promise<Channel> => {
      if (!state.isUp) throw new Error('Nobody is there.');
      const [window, engine] = channelPair();
      engineEnd = engine;
      const handlers = {
        counter: {
          read: async () => value,
          changed: (emit: (payload: number) => void) => {
            emitters.add(emit);
            return () => emitters.delete(emit);
          },
        },
      };
      serve(contract, handlers, engine);
      return window;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('a lasting connection', () => {
  test('takes calls before it stands', async () => {
    const { openChannel } = createCounter();
    const { client, status } = createLastingConnection(contract, { openChannel });
    expect(status.getState().state).toBe('connecting');
    expect(await client.counter.read({})).toBe(0);
  });

  test('keeps what is asked before it stands, however often opening it fails', async () => {
    const counter = createCounter();
    counter.state.isUp = false;
    const { client, status } = createLastingConnection(contract, {
      openChannel: counter.openChannel,
      pause: () => 1,
    });
    const heard: number[] = [];
    const reading = client.counter.read({});
    const subscribing = client.counter.changed.subscribe((value) => heard.push(value));
    await until(() => {
      const now = status.getState();
      return now.state === 'lost' && now.attempt > 2;
    });
    counter.state.isUp = true;
    expect(await reading).toBe(0);
    await subscribing;
    counter.set(3);
    await until(() => heard.length === 1);
    expect(heard).toEqual([3]);
  });

  test('makes a subscription later that was under way when it was lost', async () => {
    const counter = createCounter();
    const { client, onResumed } = createLastingConnection(contract, {
      openChannel: counter.openChannel,
      pause: () => 1,
    });
    await client.counter.read({});
    let resumed = 0;
    onResumed(() => resumed++);
    const heard: number[] = [];
    const subscribing = client.counter.changed.subscribe((value) => heard.push(value));
    counter.goAway();
    await subscribing;
    await until(() => resumed === 1);
    counter.set(4);
    await until(() => heard.length > 0);
    expect(heard).toEqual([4]);
  });

  test('comes back by itself, and with it all subscriptions', async () => {
    const counter = createCounter();
    const { client, status, onResumed } = createLastingConnection(contract, {
      openChannel: counter.openChannel,
      pause: () => 1,
    });
    const heard: number[] = [];
    let resumed = 0;
    onResumed(() => resumed++);
    await client.counter.changed.subscribe((value) => heard.push(value));
    counter.set(1);
    await until(() => heard.length === 1);
    counter.goAway();
    await until(() => resumed === 1);
    expect(status.getState().state).toBe('connected');
    counter.set(2);
    await until(() => heard.length === 2);
    expect(heard).toEqual([1, 2]);
  });

  test('says at once that it is lost, and tries again when asked to', async () => {
    const counter = createCounter();
    const connection = createLastingConnection(contract, {
      openChannel: counter.openChannel,
      pause: () => 3_600_000,
    });
    await connection.client.counter.read({});
    counter.state.isUp = false;
    counter.goAway();
    await until(() => connection.status.getState().state === 'lost');
    await expect(connection.client.counter.read({})).rejects.toMatchObject({ code: 'connection-lost' });
    counter.state.isUp = true;
    connection.retryNow();
    await until(() => connection.status.getState().state === 'connected');
    expect(await connection.client.counter.read({})).toBe(0);
  });

  test('waits longer each time, but never long', () => {
    expect([1, 2, 3, 4, 5, 6, 20].map(defaultPause)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });
});

describe('following', () => {
  test('ends with the engine’s truth, whatever was missed while the connection was lost', async () => {
    const counter = createCounter();
    const connection = createLastingConnection(contract, {
      openChannel: counter.openChannel,
      pause: () => 1,
    });
    let copy = -1;
    const { stop } = follow(connection, {
      event: connection.client.counter.changed,
      snapshot: () => connection.client.counter.read({}),
      onSnapshot: (value) => {
        copy = value;
      },
      onEvent: (value) => {
        copy = value;
      },
      onError: () => {},
    });
    await until(() => copy === 0);
    counter.set(5);
    await until(() => copy === 5);
    counter.goAway();
    counter.set(7);
    await until(() => copy === 7);
    stop();
    counter.set(9);
    await connection.client.counter.read({});
    expect(copy).toBe(7);
  });

  test('applies what came during the snapshot after it', async () => {
    const snapshot = Promise.withResolvers<number>();
    const seen: string[] = [];
    let emit: (payload: number) => void = () => {};
    follow(
      { onResumed: () => () => {} },
      {
        event: {
          subscribe: async (listener: (payload: number) => void) => {
            emit = listener;
            return () => {};
          },
        },
        snapshot: () => snapshot.promise,
        onSnapshot: (value) => seen.push(`snapshot ${value}`),
        onEvent: (value) => seen.push(`event ${value}`),
        onError: () => {},
      },
    );
    await Promise.resolve();
    emit(2);
    snapshot.resolve(1);
    await until(() => seen.length === 2);
    expect(seen).toEqual(['snapshot 1', 'event 2']);
  });
});
