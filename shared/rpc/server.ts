/** The engine's end of a channel: validates what comes, runs the handlers, and stops everything when it closes. */
import { AppError, type SerializedError, toAppError } from '../errors.ts';
import { type ByteFlow, createByteFlow } from './byteFlow.ts';
import type { Channel } from './channel.ts';
import type { Contract, Handlers } from './define.ts';
import { createEndpoints, validate } from './endpoints.ts';
import {
  type CallFrame,
  decodeFrame,
  encodeFrame,
  type Frame,
  type OpenFrame,
  protocolVersion,
  type SubscribeFrame,
} from './frames.ts';

export interface ServeOptions {
  /** Turns what a handler threw into what the caller sees; the place to log what is unexpected. */
  readonly describeError?: (thrown: unknown) => SerializedError;
}

export interface Serving {
  /** Closes the channel and aborts everything that was asked for over it. */
  close(): void;
}

interface RunningStream {
  readonly flow: ByteFlow;
  readonly cancel: AbortController;
  leave(): void;
}

/** Serves a contract over one channel until that closes. */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  channel: Channel,
  options: ServeOptions = {},
): Serving {
  const describeError = options.describeError ?? ((thrown: unknown) => toAppError(thrown).toJSON());
  const endpoints = createEndpoints(contract, handlers);
  const calls = new Map<number, AbortController>();
  const subscriptions = new Map<number, () => void>();
  const streams = new Map<number, RunningStream>();
  let greeted = false;

  const send = (frame: Frame): void => channel.send(encodeFrame(frame));

  function stopEverything(): void {
    for (const call of calls.values()) call.abort();
    for (const stop of subscriptions.values()) stop();
    for (const stream of streams.values()) stream.leave();
    calls.clear();
    subscriptions.clear();
    streams.clear();
  }

  async function answer(frame: CallFrame): Promise<void> {
    const call = new AbortController();
    calls.set(frame.id, call);
    try {
      const { member, handle } = endpoints.find('method', frame.area, frame.name);
      const input = validate(member.input, frame.input, `${frame.area}.${frame.name}`);
      const output = await handle(input, { signal: call.signal });
      if (calls.delete(frame.id)) send({ type: 'result', id: frame.id, output });
    } catch (thrown) {
      if (calls.delete(frame.id)) send({ type: 'error', id: frame.id, error: describeError(thrown) });
    }
  }

  function subscribe({ id, area, name }: SubscribeFrame): void {
    try {
      const { handle } = endpoints.find('event', area, name);
      subscriptions.set(
        id,
        handle((payload) => {
          if (subscriptions.has(id)) send({ type: 'event', id, payload });
        }),
      );
      send({ type: 'result', id });
    } catch (thrown) {
      send({ type: 'error', id, error: describeError(thrown) });
    }
  }

  async function open(frame: OpenFrame): Promise<void> {
    const { id } = frame;
    const flow = createByteFlow(id, send);
    const cancel = new AbortController();
    let left: (() => void) | undefined;
    const end = (ending: { outcome?: unknown; error?: SerializedError }): void =>
      flow.finishAfterWrites(() => {
        if (!streams.delete(id)) return;
        flow.shut(new AppError('cancelled', 'The stream has ended.'));
        send({ type: 'close', id, ...ending });
      });
    const leave = (): void => {
      streams.delete(id);
      flow.shut(new AppError('cancelled', 'The viewer of the stream has gone.'));
      cancel.abort();
      left?.();
    };
    streams.set(id, { flow, cancel, leave });
    try {
      const { member, handle } = endpoints.find('duplex', frame.area, frame.name);
      const parameters = validate(member.open, frame.parameters, `${frame.area}.${frame.name}`);
      // Tells the caller that the stream is there; whatever goes wrong from here on is the stream's outcome.
      send({ type: 'ack', id, offset: 0 });
      await handle(
        parameters,
        {
          write: flow.write,
          onData: flow.onData,
          onClose: (closed) => {
            left = closed;
            if (cancel.signal.aborted) closed();
          },
          end: (outcome) => end({ outcome }),
          fail: (thrown) => end({ error: describeError(thrown) }),
        },
        { signal: cancel.signal },
      );
    } catch (thrown) {
      end({ error: describeError(thrown) });
    }
  }

  function receive(frame: Frame): void {
    if (frame.type === 'hello') {
      greeted = frame.version === protocolVersion;
      if (!greeted) channel.close();
      return;
    }
    if (!greeted) throw new AppError('connection-lost', 'The first message was not a greeting.');
    switch (frame.type) {
      case 'call':
        refuseKnown(frame.id);
        void answer(frame);
        return;
      case 'cancel':
        calls.get(frame.id)?.abort();
        return;
      case 'subscribe':
        refuseKnown(frame.id);
        subscribe(frame);
        return;
      case 'unsubscribe': {
        const stop = subscriptions.get(frame.id);
        subscriptions.delete(frame.id);
        stop?.();
        return;
      }
      case 'open':
        refuseKnown(frame.id);
        void open(frame);
        return;
      case 'data':
        keepTo(streams.get(frame.id)?.flow.receive(frame.bytes));
        return;
      case 'ack':
        keepTo(streams.get(frame.id)?.flow.acknowledge(frame.offset));
        return;
      case 'close':
        streams.get(frame.id)?.leave();
        return;
      default:
        throw new AppError('connection-lost', `A caller cannot send “${frame.type}”.`);
    }
  }

  function refuseKnown(id: number): void {
    if (calls.has(id) || subscriptions.has(id) || streams.has(id)) {
      throw new AppError('connection-lost', `The number ${id} is in use already.`);
    }
  }

  channel.onClose(stopEverything);
  channel.onMessage((message) => {
    try {
      receive(decodeFrame(message));
    } catch {
      // A peer that breaks the protocol is cut off: after one wrong frame no other can be trusted.
      channel.close();
    }
  });
  send({ type: 'hello', version: protocolVersion });
  return { close: () => channel.close() };
}

/** A frame for a stream that has just ended crosses its close on the way and is no offence. */
function keepTo(kept: boolean | undefined): void {
  if (kept === false) throw new AppError('connection-lost', 'The credit of a stream was not kept to.');
}
