/** A WebAssembly module that may grow to a given size and no further. */

const headerBytes = 8;
const memorySection = 5;
const pageBytes = 65_536;

/**
 * Lowers the limit of a module's own memory, in place.
 *
 * Python then gets an ordinary MemoryError when it wants more, on every system.
 *
 * @param module a WebAssembly binary whose one memory has a maximum
 * @param maximumBytes the new maximum, rounded down to whole pages of 64 KiB
 * @throws RangeError when the module has no such memory
 */
export function limitMemory(module: Uint8Array, maximumBytes: number): void {
  let position = headerBytes;
  while (position < module.length) {
    const section = module[position];
    const size = readNumber(module, position + 1);
    if (section === memorySection) {
      const count = readNumber(module, size.end);
      // One byte of flags, then the minimum, then (flag 1) the maximum.
      const minimum = readNumber(module, count.end + 1);
      if (count.value !== 1 || ((module[count.end] ?? 0) & 1) === 0) break;
      const maximum = readNumber(module, minimum.end);
      writeNumber(module, minimum.end, maximum.end, Math.floor(maximumBytes / pageBytes));
      return;
    }
    position = size.end + size.value;
  }
  throw new RangeError('The WebAssembly module has no memory with a maximum.');
}

/** Reads an unsigned LEB128 number; `end` is the position after it. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let position = start;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[position++] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: position };
  }
}

/** Writes a number into exactly the given bytes, padded, so that nothing after it moves. */
function writeNumber(bytes: Uint8Array, start: number, end: number, value: number): void {
  let rest = value;
  for (let position = start; position < end; position++) {
    const last = position === end - 1;
    bytes[position] = (rest & 0x7f) | (last ? 0 : 0x80);
    rest >>>= 7;
  }
  if (rest !== 0) throw new RangeError('The limit does not fit where the old one stood.');
}
