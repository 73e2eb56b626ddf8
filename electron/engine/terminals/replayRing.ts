/** The last bytes of a stream, addressed by their offset from its very beginning. Pure. */
export interface ReplayRing {
  /** Offset of the oldest byte that is still held. */
  readonly start: number;
  /** Offset after the newest byte: how many bytes there ever were. */
  readonly end: number;
  append(bytes: Uint8Array): void;
  /**
   * A copy of at most `limit` bytes from `offset` on. An offset that is no longer held counts as the oldest one that
   * is; one past the end gives nothing.
   */
  read(offset: number, limit: number): Uint8Array;
}

/** @param capacity how many bytes are held, at least 1 */
export function createReplayRing(capacity: number): ReplayRing {
  const ring = new Uint8Array(capacity);
  let end = 0;

  const startOf = () => Math.max(0, end - capacity);

  return {
    get start() {
      return startOf();
    },
    get end() {
      return end;
    },
    append(bytes) {
      // Of more than fits only the end stays.
      const kept = bytes.subarray(Math.max(0, bytes.length - capacity));
      const position = (end + bytes.length - kept.length) % capacity;
      const untilWrap = Math.min(kept.length, capacity - position);
      ring.set(kept.subarray(0, untilWrap), position);
      ring.set(kept.subarray(untilWrap), 0);
      end += bytes.length;
    },
    read(offset, limit) {
      const from = Math.max(offset, startOf());
      const length = Math.max(0, Math.min(limit, end - from));
      const result = new Uint8Array(length);
      const position = from % capacity;
      const untilWrap = Math.min(length, capacity - position);
      result.set(ring.subarray(position, position + untilWrap), 0);
      result.set(ring.subarray(0, length - untilWrap), untilWrap);
      return result;
    },
  };
}
