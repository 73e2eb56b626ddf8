/** The sandbox's end of the pipe. It blocks: that is what makes Python's calls look synchronous, at no cost. */
import { Buffer } from 'node:buffer';
import { readSync, writeSync } from 'node:fs';
import { decodeHeader, encodeHeader, type Frame, type FrameKind, headerLength } from './framing.ts';

const input = 0;
const output = 1;

/** Waits for the next frame; `null` when the engine has gone. */
export function readFrame(): Frame | null {
  const header = readFully(headerLength);
  if (header === null) return null;
  const { kind, length } = decodeHeader(header);
  const payload = readFully(length);
  return payload === null ? null : { kind, payload };
}

export function writeFrame(kind: FrameKind, payload: Uint8Array): void {
  writeFully(encodeHeader(kind, payload.length));
  writeFully(payload);
}

export function writeText(text: string): void {
  const payload = Buffer.from(text, 'utf8');
  // In one piece: two small writes would wake the engine twice.
  writeFully(Buffer.concat([encodeHeader('json', payload.length), payload]));
}

export function writeMessage(message: unknown): void {
  writeText(JSON.stringify(message));
}

function readFully(length: number): Buffer | null {
  const bytes = Buffer.allocUnsafe(length);
  let position = 0;
  while (position < length) {
    const count = readSync(input, bytes, position, length - position, null);
    if (count === 0) return null;
    position += count;
  }
  return bytes;
}

function writeFully(bytes: Uint8Array): void {
  let position = 0;
  while (position < bytes.length) position += writeSync(output, bytes, position);
}
