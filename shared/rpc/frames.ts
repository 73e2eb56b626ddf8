/**
 * What travels over a channel. A data frame is a tag, the stream's number and the bytes as they are; every other
 * frame is a tag and JSON, because those are few and worth reading in a debugger.
 */
import { AppError, type SerializedError } from '../errors.ts';

/** Raised whenever an older peer would misread a frame or a method. */
export const protocolVersion = 1;

/** `id` is chosen by the caller and names a call, a subscription or a stream until that ends. */
export type Frame =
  | { readonly type: 'hello'; readonly version: number }
  | CallFrame
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'result'; readonly id: number; readonly output?: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SerializedError }
  | SubscribeFrame
  | { readonly type: 'event'; readonly id: number; readonly payload?: unknown }
  | { readonly type: 'unsubscribe'; readonly id: number }
  | OpenFrame
  | { readonly type: 'data'; readonly id: number; readonly bytes: Uint8Array }
  /** Everything up to `offset`, counted in bytes from the stream's start, has been dealt with. */
  | { readonly type: 'ack'; readonly id: number; readonly offset: number }
  /** The engine gives an outcome or an error; a caller that goes away gives neither. */
  | {
      readonly type: 'close';
      readonly id: number;
      readonly outcome?: unknown;
      readonly error?: SerializedError;
    };

interface Addressed {
  readonly id: number;
  readonly area: string;
  readonly name: string;
}

export interface CallFrame extends Addressed {
  readonly type: 'call';
  readonly input?: unknown;
}

export interface SubscribeFrame extends Addressed {
  readonly type: 'subscribe';
}

export interface OpenFrame extends Addressed {
  readonly type: 'open';
  readonly parameters?: unknown;
}

const jsonTag = 0;
const dataTag = 1;
const dataHeaderLength = 5;
const largestId = 0xffff_ffff;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** One message of a channel. The bytes of a data frame are copied, so the caller may reuse its buffer. */
export function encodeFrame(frame: Frame): Uint8Array {
  if (frame.type === 'data') {
    const message = new Uint8Array(dataHeaderLength + frame.bytes.length);
    message[0] = dataTag;
    new DataView(message.buffer).setUint32(1, frame.id);
    message.set(frame.bytes, dataHeaderLength);
    return message;
  }
  const json = encoder.encode(JSON.stringify(frame));
  const message = new Uint8Array(1 + json.length);
  message[0] = jsonTag;
  message.set(json, 1);
  return message;
}

/**
 * The frame in a message. The bytes of a data frame are a view of the message, not a copy.
 *
 * @throws AppError `connection-lost` when the message is not a frame: the peer cannot be trusted any further
 */
export function decodeFrame(message: Uint8Array): Frame {
  if (message[0] === dataTag && message.length >= dataHeaderLength) {
    const id = new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(1);
    return { type: 'data', id, bytes: message.subarray(dataHeaderLength) };
  }
  if (message[0] !== jsonTag) throw notAFrame(`its first byte is ${message[0] ?? 'missing'}`);
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(message.subarray(1)));
  } catch (error) {
    throw notAFrame('it is not JSON', error);
  }
  if (!isFrame(value)) throw notAFrame('its fields do not fit its type');
  return value;
}

type FieldCheck = (value: unknown) => boolean;

const isText: FieldCheck = (value) => typeof value === 'string';
const isCount: FieldCheck = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isId: FieldCheck = (value) => isCount(value) && (value as number) <= largestId;
const isError: FieldCheck = (value) =>
  isRecord(value) && isText(value.code) && isText(value.message) && isRecord(value.details);
const address = { id: isId, area: isText, name: isText };

/** The fields a frame cannot do without. Written by hand because the window and `--help` must not load a library. */
const requiredFields: Readonly<Record<string, Readonly<Record<string, FieldCheck>>>> = {
  hello: { version: isCount },
  call: address,
  cancel: { id: isId },
  result: { id: isId },
  error: { id: isId, error: isError },
  subscribe: address,
  event: { id: isId },
  unsubscribe: { id: isId },
  open: address,
  ack: { id: isId, offset: isCount },
  close: { id: isId, error: (value) => value === undefined || isError(value) },
};

function isFrame(value: unknown): value is Frame {
  if (!isRecord(value) || typeof value.type !== 'string') return false;
  if (!Object.hasOwn(requiredFields, value.type)) return false;
  return Object.entries(requiredFields[value.type] ?? {}).every(([name, fits]) => fits(value[name]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAFrame(why: string, cause?: unknown): AppError {
  return new AppError('connection-lost', `A message could not be understood: ${why}.`, {
    hint: 'Something else than NXC Desktop may be at the other end. Close it and connect again.',
    cause,
  });
}
