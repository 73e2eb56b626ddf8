/** The caller's end of a channel: the contract as plain typed functions. */
import { AppError } from '../errors.ts';
import { type ByteFlow, createByteFlow } from './byteFlow.ts';
import type { Channel } from './channel.ts';
import type { ByteStream, CallOptions, Client, Contract, Member } from './define.ts';
import { decodeFrame, encodeFrame, type Frame, protocolVersion } from './frames.ts';

export interface Connection<C extends Contract> {
  readonly client: Client<C>;
  /** Settles when the channel has closed, with the reason unless {@link Connection.close} asked for it. */
  readonly closed: Promise<AppError | null>;
  close(): void;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: AppError): void;
}

interface OpenStream {
  readonly flow: ByteFlow;
  /** Called once the engine has accepted the parameters. */
  opened(): void;
  ended(outcome: unknown, error: AppError | undefined): void;
}

/**
 * Connects to an engine that serves the same contract. Calls may be made at once.
 *
 * Aborting a call asks the engine to stop; its promise settles when that has happened, so that the error can say what
 * was left behind. When the channel closes everything under way is rejected with `connection-lost`.
 */
export function connect<C extends Contract>(contract: C, channel: Channel): Connection<C> {
  const calls = new Map<number, Waiting>();
  const listeners = new Map<number, (payload: unknown) => void>();
  const streams = new Map<number, OpenStream>();
  const closed = Promise.withResolvers<AppError | null>();
  let lastId = 0;
  let closedFor: AppError | undefined;

  const send = (frame: Frame): void => channel.send(encodeFrame(frame));

  function end(reason: AppError, toTell: AppError | null): void {
    if (closedFor !== undefined) return;
    closedFor = reason;
    for (const call of calls.values()) call.reject(reason);
    for (const stream of streams.values()) stream.ended(undefined, reason);
    calls.clear();
    listeners.clear();
    streams.clear();
    channel.close();
    closed.resolve(toTell);
  }

  function call(area: string, name: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal } = options;
    if (closedFor !== undefined) return Promise.reject(closedFor);
    if (signal?.aborted) return Promise.reject(new AppError('cancelled', 'Cancelled before it began.'));
    const id = ++lastId;
    const cancel = (): void => send({ type: 'cancel', id });
    signal?.addEventListener('abort', cancel, { once: true });
    return request(id, { type: 'call', id, area, name, input }).finally(() =>
      signal?.removeEventListener('abort', cancel),
    );
  }

  function request(id: number, frame: Frame): Promise<unknown> {
    return new Promise((resolve, reject) => {
      calls.set(id, { resolve, reject });
      send(frame);
    });
  }

  async function subscribe(area: string, name: string, listener: (payload: unknown) => void) {
    if (closedFor !== undefined) throw closedFor;
    const id = ++lastId;
    listeners.set(id, listener);
    try {
      await request(id, { type: 'subscribe', id, area, name });
    } catch (error) {
      listeners.delete(id);
      throw error;
    }
    return () => {
      if (listeners.delete(id)) send({ type: 'unsubscribe', id });
    };
  }

  function open(area: string, name: string, parameters: unknown, options: CallOptions = {}) {
    const { signal } = options;
    if (closedFor !== undefined) return Promise.reject(closedFor);
    if (signal?.aborted) return Promise.reject(new AppError('cancelled', 'Cancelled before it began.'));
    const id = ++lastId;
    const flow = createByteFlow(id, send);
    const outcome = Promise.withResolvers<unknown>();
    const opening = Promise.withResolvers<ByteStream<unknown>>();
    // Whoever only reads the bytes need not watch the outcome as well.
    outcome.promise.catch(() => {});
    const close = (): void => {
      if (!streams.has(id)) return;
      send({ type: 'close', id });
      finish(undefined, new AppError('cancelled', 'The stream was closed from this side.'));
    };
    function finish(value: unknown, error: AppError | undefined): void {
      streams.delete(id);
      signal?.removeEventListener('abort', close);
      flow.shut(error ?? new AppError('cancelled', 'The stream has ended.'));
      if (error === undefined) outcome.resolve(value);
      else outcome.reject(error);
      if (error !== undefined) opening.reject(error);
    }
    const stream = { write: flow.write, onData: flow.onData, closed: outcome.promise, close };
    streams.set(id, { flow, opened: () => opening.resolve(stream), ended: finish });
    signal?.addEventListener('abort', close, { once: true });
    send({ type: 'open', id, area, name, parameters });
    return opening.promise;
  }

  function settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = calls.get(id);
    calls.delete(id);
    if (waiting !== undefined) how(waiting);
  }

  function receive(frame: Frame): void {
    switch (frame.type) {
      case 'hello':
        if (frame.version !== protocolVersion) throw wrongVersion(frame.version);
        return;
      case 'result':
        settle(frame.id, (waiting) => waiting.resolve(frame.output));
        return;
      case 'error':
        settle(frame.id, (waiting) => waiting.reject(AppError.fromJSON(frame.error)));
        return;
      case 'event':
        listeners.get(frame.id)?.(frame.payload);
        return;
      case 'data':
        if (streams.get(frame.id)?.flow.receive(frame.bytes) === false) throw brokenCredit();
        return;
      case 'ack': {
        const stream = streams.get(frame.id);
        stream?.opened();
        if (stream?.flow.acknowledge(frame.offset) === false) throw brokenCredit();
        return;
      }
      case 'close':
        streams.get(frame.id)?.ended(frame.outcome, frame.error && AppError.fromJSON(frame.error));
        return;
      default:
        throw new AppError('connection-lost', `An engine cannot send “${frame.type}”.`);
    }
  }

  channel.onClose(() => {
    const lost = new AppError('connection-lost', 'The connection to the engine was lost.', {
      hint: 'Nodes keep running without it. Connect again to find them.',
      retryable: true,
    });
    end(lost, lost);
  });
  channel.onMessage((message) => {
    let frame: Frame;
    try {
      frame = decodeFrame(message);
      if (frame.type !== 'event') receive(frame);
    } catch (error) {
      const reason = error instanceof AppError ? error : new AppError('internal', String(error));
      end(reason, reason);
      return;
    }
    // Outside the guard: what a listener throws is its own error and not the connection's.
    if (frame.type === 'event') receive(frame);
  });
  send({ type: 'hello', version: protocolVersion });

  const client = buildClient(contract, { call, subscribe, open });
  return {
    client,
    closed: closed.promise,
    close: () => end(new AppError('cancelled', 'The connection was closed from this side.'), null),
  };
}

interface Operations {
  call(area: string, name: string, input: unknown, options?: CallOptions): Promise<unknown>;
  subscribe(area: string, name: string, listener: (payload: unknown) => void): Promise<() => void>;
  open(area: string, name: string, parameters: unknown, options?: CallOptions): Promise<ByteStream<unknown>>;
}

function buildClient<C extends Contract>(contract: C, operations: Operations): Client<C> {
  const areas = Object.entries(contract).map(([area, members]) => [
    area,
    Object.fromEntries(
      Object.entries(members).map(([name, { kind }]) => [name, buildMember(kind, area, name, operations)]),
    ),
  ]);
  return Object.fromEntries(areas) as Client<C>;
}

function buildMember(kind: Member['kind'], area: string, name: string, operations: Operations): unknown {
  switch (kind) {
    case 'method':
      return (input: unknown, options?: CallOptions) => operations.call(area, name, input, options);
    case 'event':
      return {
        subscribe: (listener: (payload: unknown) => void) => operations.subscribe(area, name, listener),
      };
    case 'duplex':
      return (open: unknown, options?: CallOptions) => operations.open(area, name, open, options);
  }
}

function wrongVersion(version: number): AppError {
  return new AppError(
    'connection-lost',
    `The engine speaks version ${version} of the protocol and this program version ${protocolVersion}.`,
    { hint: 'Install the same version of both, then start again.' },
  );
}

function brokenCredit(): AppError {
  return new AppError('connection-lost', 'The engine sent more than it had credit for.', {
    hint: 'This is a bug in NXC Desktop. Please report it.',
  });
}
