import { expect, test } from 'vitest';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { connect } from '#shared/rpc/client.ts';
import { duplex, event, type Handlers, method } from '#shared/rpc/define.ts';
import { windowBytes } from '#shared/rpc/flow.ts';
import { decodeFrame, encodeFrame, type Frame } from '#shared/rpc/frames.ts';
import { serve } from '#shared/rpc/server.ts';
import { inProcessPair } from './inProcess.ts';

const contract = {
  room: {
    greet: method({
      input: z.object({ name: z.string(), times: z.int().default(1) }),
      output: z.object({ greeting: z.string() }),
    }),
    wait: method({ input: z.object({}), output: z.object({}) }),
    fail: method({ input: z.object({}), output: z.object({}) }),
    ticks: event({ payload: z.object({ count: z.int() }) }),
    flood: duplex({ open: z.object({ chunks: z.int() }), outcome: z.object({ written: z.int() }) }),
    echo: duplex({ open: z.object({}), outcome: z.object({ bytes: z.int() }) }),
    refuse: duplex({ open: z.object({}), outcome: z.object({}) }),
  },
};

const chunkSize = 50_000;

function createRoom() {
  const seen = { aborted: 0, left: 0, writes: 0, listening: 0, emit: (_count: number) => {} };
  const handlers: Handlers<typeof contract> = {
    room: {
      async greet({ name, times }) {
        return { greeting: Array.from({ length: times }, () => `hello ${name}`).join(', ') };
      },
      wait: (_, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            seen.aborted += 1;
            reject(new AppError('cancelled', 'Stopped.', { details: { leftovers: ['container one'] } }));
          }),
        ),
      async fail() {
        throw new TypeError('surprise');
      },
      ticks: (emit) => {
        seen.listening += 1;
        seen.emit = (count) => emit({ count });
        return () => {
          seen.listening -= 1;
        };
      },
      async flood({ chunks }, stream) {
        stream.onClose(() => {
          seen.left += 1;
        });
        for (let chunk = 0; chunk < chunks; chunk++) {
          await stream.write(new Uint8Array(chunkSize).fill(chunk));
          seen.writes += 1;
        }
        stream.end({ written: chunks * chunkSize });
      },
      async echo(_, stream) {
        let bytes = 0;
        stream.onData((data, consumed) => {
          bytes += data.length;
          if (data[0] === 0) stream.end({ bytes });
          else void stream.write(data).then(consumed);
        });
      },
      async refuse() {
        throw new AppError('not-found', 'No such thing.');
      },
    },
  };
  return { seen, handlers };
}

function room() {
  const { seen, handlers } = createRoom();
  const [near, far] = inProcessPair();
  serve(contract, handlers, far);
  const connection = connect(contract, near);
  return { seen, connection, room: connection.client.room, far };
}

/** Lets everything that is on its way in memory arrive. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a call is answered, with defaults filled in', async () => {
  const { room: client } = room();
  expect(await client.greet({ name: 'Ada' })).toEqual({ greeting: 'hello Ada' });
});

test('input that does not fit is refused with the name of the field', async () => {
  const { room: client } = room();
  const call = client.greet({ name: 'Ada', times: 'twice' as unknown as number });
  await expect(call).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('“times” of room.greet'),
  });
});

test('what is not in the contract cannot be reached', async () => {
  const { near, received } = rawCaller();
  near.send(encodeFrame({ type: 'call', id: 1, area: 'room', name: 'constructor', input: {} }));
  near.send(encodeFrame({ type: 'call', id: 2, area: '__proto__', name: 'toString', input: {} }));
  near.send(encodeFrame({ type: 'call', id: 3, area: 'room', name: 'ticks', input: {} }));
  await settle();
  expect(received.map((frame) => frame.type)).toEqual(['hello', 'error', 'error', 'error']);
});

test('an unexpected error arrives as internal', async () => {
  await expect(room().room.fail({})).rejects.toMatchObject({ code: 'internal', message: 'surprise' });
});

test('aborting cancels the work and its error says what was left', async () => {
  const { room: client, seen } = room();
  const abort = new AbortController();
  const call = client.wait({}, { signal: abort.signal });
  abort.abort();
  await expect(call).rejects.toMatchObject({ code: 'cancelled', details: { leftovers: ['container one'] } });
  expect(seen.aborted).toBe(1);
});

test('events come from the subscription on until it is given back', async () => {
  const { room: client, seen } = room();
  const counts: number[] = [];
  const stop = await client.ticks.subscribe(({ count }) => counts.push(count));
  seen.emit(1);
  seen.emit(2);
  await settle();
  stop();
  seen.emit(3);
  await settle();
  expect(counts).toEqual([1, 2]);
  expect(seen.listening).toBe(0);
});

test('a fast writer waits for a slow reader: what is on its way stays within the window', async () => {
  const { room: client, seen } = room();
  const chunks = 100;
  const stream = await client.flood({ chunks });
  const finish: (() => void)[] = [];
  let total = 0;
  stream.onData((bytes, consumed) => {
    total += bytes.length;
    finish.push(consumed);
  });
  await settle();
  expect(total).toBe(windowBytes);
  expect(seen.writes).toBe(Math.floor(windowBytes / chunkSize));
  while (finish.length > 0) {
    finish.shift()?.();
    await settle();
    expect(finish.length * chunkSize).toBeLessThanOrEqual(2 * windowBytes);
  }
  expect(await stream.closed).toEqual({ written: chunks * chunkSize });
  expect(total).toBe(chunks * chunkSize);
});

test('bytes go both ways unchanged and the outcome comes after the last of them', async () => {
  const { room: client } = room();
  const stream = await client.echo({});
  const back: number[] = [];
  stream.onData((bytes, consumed) => {
    back.push(...bytes);
    consumed();
  });
  await stream.write(new Uint8Array([255, 0, 128, 10]));
  await stream.write(new Uint8Array([0]));
  expect(await stream.closed).toEqual({ bytes: 5 });
  expect(back).toEqual([255, 0, 128, 10]);
});

test('bytes that came before anybody listened are not lost', async () => {
  const { room: client } = room();
  const stream = await client.flood({ chunks: 2 });
  await stream.closed;
  let total = 0;
  stream.onData((bytes, consumed) => {
    total += bytes.length;
    consumed();
  });
  expect(total).toBe(2 * chunkSize);
});

test('a duplex that fails settles with the reason', async () => {
  const stream = await room().room.refuse({});
  await expect(stream.closed).rejects.toMatchObject({ code: 'not-found' });
});

test('opening with wrong parameters is refused', async () => {
  const { room: client } = room();
  await expect(client.flood({ chunks: 1.5 })).rejects.toMatchObject({ code: 'bad-input' });
});

test('a viewer that closes in the middle stops the writer', async () => {
  const { room: client, seen } = room();
  const stream = await client.flood({ chunks: 1000 });
  await settle();
  stream.close();
  await expect(stream.closed).rejects.toMatchObject({ code: 'cancelled' });
  await settle();
  expect(seen.left).toBe(1);
  expect(seen.writes).toBeLessThan(10);
  await expect(client.greet({ name: 'Ada' })).resolves.toBeDefined();
});

test('when the connection closes, everything of it is aborted on both sides', async () => {
  const { room: client, seen, connection, far } = room();
  const call = client.wait({});
  call.catch(() => {});
  await client.ticks.subscribe(() => {});
  const stream = await client.flood({ chunks: 1000 });
  far.close();
  await expect(call).rejects.toMatchObject({ code: 'connection-lost', retryable: true });
  await expect(stream.closed).rejects.toMatchObject({ code: 'connection-lost' });
  await expect(stream.write(new Uint8Array(1))).rejects.toMatchObject({ code: 'connection-lost' });
  await expect(client.greet({ name: 'Ada' })).rejects.toMatchObject({ code: 'connection-lost' });
  expect(await connection.closed).toMatchObject({ code: 'connection-lost' });
  expect(seen).toMatchObject({ aborted: 1, left: 1, listening: 0 });
});

test('closing from the caller’s side is no error', async () => {
  const { connection, seen, room: client } = room();
  const call = client.wait({});
  call.catch(() => {});
  await settle();
  connection.close();
  expect(await connection.closed).toBeNull();
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen.aborted).toBe(1);
});

test('an engine of another version is named as such', async () => {
  const [near, far] = inProcessPair();
  const { client, closed } = connect(contract, near);
  const call = client.room.greet({ name: 'Ada' });
  far.send(encodeFrame({ type: 'hello', version: 99 }));
  await expect(call).rejects.toMatchObject({ message: expect.stringContaining('version 99') });
  expect(await closed).toMatchObject({ code: 'connection-lost' });
});

test.each<[string, Uint8Array]>([
  ['garbage', new Uint8Array([9, 9, 9])],
  ['a frame that only an engine sends', encodeFrame({ type: 'event', id: 1, payload: {} })],
  ['another version', encodeFrame({ type: 'hello', version: 99 })],
])('%s cuts the caller off', async (_, message) => {
  const { near, closed } = rawCaller();
  near.send(message);
  await settle();
  expect(closed()).toBe(true);
});

test('a call before the greeting cuts the caller off', async () => {
  const { near, closed } = rawCaller({ greet: false });
  near.send(encodeFrame({ type: 'call', id: 1, area: 'room', name: 'greet', input: { name: 'Ada' } }));
  await settle();
  expect(closed()).toBe(true);
});

test('a caller that overruns its credit is cut off', async () => {
  const { near, closed, received } = rawCaller();
  near.send(encodeFrame({ type: 'open', id: 1, area: 'room', name: 'flood', parameters: { chunks: 1000 } }));
  near.send(encodeFrame({ type: 'data', id: 1, bytes: new Uint8Array(windowBytes + 1) }));
  await settle();
  expect(closed()).toBe(true);
  expect(received[1]).toEqual({ type: 'ack', id: 1, offset: 0 });
});

test('credit for what was never sent cuts the caller off', async () => {
  const { near, closed } = rawCaller();
  near.send(encodeFrame({ type: 'open', id: 1, area: 'room', name: 'flood', parameters: { chunks: 1000 } }));
  near.send(encodeFrame({ type: 'ack', id: 1, offset: 10 * windowBytes }));
  await settle();
  expect(closed()).toBe(true);
});

function rawCaller({ greet = true } = {}) {
  const [near, far] = inProcessPair();
  const received: Frame[] = [];
  let isClosed = false;
  near.onMessage((message) => received.push(decodeFrame(message)));
  near.onClose(() => {
    isClosed = true;
  });
  serve(contract, createRoom().handlers, far);
  if (greet) near.send(encodeFrame({ type: 'hello', version: 1 }));
  return { near, received, closed: () => isClosed };
}
