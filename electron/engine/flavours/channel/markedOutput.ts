/** Collects bytes up to a marker, which may be cut anywhere by the chunks it comes in. Pure. */
export interface MarkedOutput {
  /** Bytes before the marker, so far. */
  readonly length: number;
  /** Takes a chunk; returns whether the marker and the rest of its line are now complete. */
  push(chunk: Uint8Array): boolean;
  /** The bytes before the marker, if they were kept. Copies, so it is for the end. */
  bytes(): Uint8Array;
  /** The text between the marker and the end of its line. */
  readonly trailer: string;
  /** What has come after that line already. */
  rest(): Uint8Array;
}

const newline = 0x0a;

/** @param take gets the bytes before the marker as they come, which are then not kept */
export function createMarkedOutput(marker: string, take?: (bytes: Uint8Array) => void): MarkedOutput {
  const markerBytes = Buffer.from(marker);
  const chunks: Buffer[] = [];
  let length = 0;
  /** The end of what came, while it may be the beginning of the marker or of its trailer. */
  let pending: Buffer = Buffer.alloc(0);
  let found = false;
  let trailer = '';

  function keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (take === undefined) chunks.push(bytes);
    else take(bytes);
    length += bytes.length;
  }

  function push(chunk: Uint8Array): boolean {
    pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk]);
    if (!found) {
      const index = pending.indexOf(markerBytes);
      if (index < 0) {
        const safe = pending.length - beginningAtEnd(pending, markerBytes);
        keep(pending.subarray(0, safe));
        pending = pending.subarray(safe);
        return false;
      }
      found = true;
      keep(pending.subarray(0, index));
      pending = pending.subarray(index + markerBytes.length);
    }
    const end = pending.indexOf(newline);
    if (end < 0) return false;
    trailer = pending.subarray(0, end).toString('latin1');
    pending = pending.subarray(end + 1);
    return true;
  }

  return {
    push,
    bytes: () => Buffer.concat(chunks),
    rest: () => pending,
    get length() {
      return length;
    },
    get trailer() {
      return trailer;
    },
  };
}

/** How many bytes at the end of some bytes may be the beginning of the marker. */
function beginningAtEnd(bytes: Buffer, marker: Buffer): number {
  for (let length = Math.min(bytes.length, marker.length - 1); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(marker.subarray(0, length))) return length;
  }
  return 0;
}
