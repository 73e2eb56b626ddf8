/**
 * How an area of the contract is declared. A declaration is data: names and schemas. Client and server
 * types are derived from it, so a method cannot be called or implemented with the wrong shapes.
 */
import type * as z from 'zod';

type Schema = z.ZodType;

/** A request with one answer. */
export interface Method<Input extends Schema = Schema, Output extends Schema = Schema> {
  readonly kind: 'method';
  readonly input: Input;
  readonly output: Output;
}

/** Something the engine tells whoever subscribed. */
export interface Event<Payload extends Schema = Schema> {
  readonly kind: 'event';
  readonly payload: Payload;
}

/** A pair of byte streams, opened with parameters and closed with an outcome. */
export interface Duplex<Open extends Schema = Schema, Outcome extends Schema = Schema> {
  readonly kind: 'duplex';
  readonly open: Open;
  readonly outcome: Outcome;
}

export type Member = Method | Event | Duplex;
export type Area = Readonly<Record<string, Member>>;
export type Contract = Readonly<Record<string, Area>>;

export function method<Input extends Schema, Output extends Schema>(schemas: {
  input: Input;
  output: Output;
}): Method<Input, Output> {
  return { kind: 'method', ...schemas };
}

export function event<Payload extends Schema>(schemas: { payload: Payload }): Event<Payload> {
  return { kind: 'event', ...schemas };
}

export function duplex<Open extends Schema, Outcome extends Schema>(schemas: {
  open: Open;
  outcome: Outcome;
}): Duplex<Open, Outcome> {
  return { kind: 'duplex', ...schemas };
}

/** One side of an open duplex. Bytes are never decoded on the way. */
export interface ByteStream<Outcome> {
  /** Resolves once the bytes are within the other side's credit; rejects when the stream is closed. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Registers the one receiver. `consumed` must be called once the bytes have been dealt with (drawn, written to
   * disk): only then does the sender get new credit.
   */
  onData(receive: (bytes: Uint8Array, consumed: () => void) => void): void;
  /** Settles when the stream ends: the outcome, or an AppError. */
  readonly closed: Promise<Outcome>;
  /** Ends the stream from this side. */
  close(): void;
}

export interface CallOptions {
  /** Aborting cancels the work on the other side. */
  readonly signal?: AbortSignal;
}

type ClientMember<M extends Member> =
  M extends Method<infer Input, infer Output>
    ? (input: z.input<Input>, options?: CallOptions) => Promise<z.output<Output>>
    : M extends Event<infer Payload>
      ? { subscribe(listener: (payload: z.output<Payload>) => void): Promise<() => void> }
      : M extends Duplex<infer Open, infer Outcome>
        ? (open: z.input<Open>, options?: CallOptions) => Promise<ByteStream<z.output<Outcome>>>
        : never;

export type Client<C extends Contract> = {
  readonly [AreaName in keyof C]: {
    readonly [Name in keyof C[AreaName]]: ClientMember<C[AreaName][Name]>;
  };
};

export interface CallContext {
  /** Aborted when the caller cancels or its connection closes. */
  readonly signal: AbortSignal;
}

/** What a duplex implementation is given: the caller's bytes in, its own bytes out, and how to end. */
export interface ServerStream<Outcome> {
  write(bytes: Uint8Array): Promise<void>;
  onData(receive: (bytes: Uint8Array, consumed: () => void) => void): void;
  /** Called once when the viewer goes away or closes. */
  onClose(closed: () => void): void;
  end(outcome: Outcome): void;
  fail(error: unknown): void;
}

type HandlerMember<M extends Member> =
  M extends Method<infer Input, infer Output>
    ? (input: z.output<Input>, context: CallContext) => Promise<z.input<Output>>
    : M extends Event<infer Payload>
      ? /** Starts telling `emit`; returns how to stop. */ (
          emit: (payload: z.input<Payload>) => void,
        ) => () => void
      : M extends Duplex<infer Open, infer Outcome>
        ? (
            open: z.output<Open>,
            stream: ServerStream<z.input<Outcome>>,
            context: CallContext,
          ) => Promise<void>
        : never;

/** The explicit dispatch table of one area. */
export type AreaHandlers<A extends Area> = { readonly [Name in keyof A]: HandlerMember<A[Name]> };

export type Handlers<C extends Contract> = { readonly [AreaName in keyof C]: AreaHandlers<C[AreaName]> };
