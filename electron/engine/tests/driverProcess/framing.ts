/**
 * How the engine and the sandbox talk over a pipe: one byte of kind, four of length (little endian), then the bytes.
 */
import { Buffer } from 'node:buffer';

/** JSON text, or plain bytes (only the interpreter's snapshot). */
export type FrameKind = 'json' | 'bytes';

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

export const headerLength = 5;
const kinds: readonly FrameKind[] = ['json', 'bytes'];

/** The bytes that go before a payload. */
export function encodeHeader(kind: FrameKind, length: number): Buffer {
  const header = Buffer.allocUnsafe(headerLength);
  header.writeUInt8(kinds.indexOf(kind), 0);
  header.writeUInt32LE(length, 1);
  return header;
}

/** @throws RangeError for bytes that no encoder wrote */
export function decodeHeader(header: Buffer): { kind: FrameKind; length: number } {
  const kind = kinds[header.readUInt8(0)];
  if (kind === undefined) throw new RangeError('A frame of unknown kind.');
  return { kind, length: header.readUInt32LE(1) };
}

/** A message as one piece of bytes. */
export function encodeMessage(message: unknown): Buffer {
  const payload = Buffer.from(JSON.stringify(message), 'utf8');
  return Buffer.concat([encodeHeader('json', payload.length), payload]);
}

/**
 * Cuts a stream of chunks into frames, however the chunks fall.
 *
 * @param maximumLength bytes; a longer frame is refused before any of it is kept
 * @returns a function that takes the next chunk and returns the frames it completes
 * @throws RangeError (the returned function) for a frame too long or of unknown kind
 */
export function createFrameDecoder(maximumLength: number): (chunk: Buffer) => Frame[] {
  let chunks: Buffer[] = [];
  let available = 0;
  let needed = headerLength;
  let kind: FrameKind | null = null;

  function take(length: number): Buffer {
    const all = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, available);
    const rest = all.subarray(length);
    chunks = rest.length > 0 ? [rest] : [];
    available = rest.length;
    return all.subarray(0, length);
  }

  return (chunk) => {
    const frames: Frame[] = [];
    chunks.push(chunk);
    available += chunk.length;
    while (available >= needed) {
      const bytes = take(needed);
      if (kind === null) {
        const header = decodeHeader(bytes);
        if (header.length > maximumLength) {
          throw new RangeError(`A frame of ${header.length} bytes; at most ${maximumLength} are allowed.`);
        }
        kind = header.kind;
        needed = header.length;
      } else {
        frames.push({ kind, payload: bytes });
        kind = null;
        needed = headerLength;
      }
    }
    return frames;
  };
}
