/** Packets as QEMU's filters write them: their length in four bytes, the highest first, then they themselves. */

const headerBytes = 4;

/** More than any network card sends at once: a longer one means that the stream is not what it should be. */
const maximumBytes = 1024 ** 2;

/**
 * Takes pieces of a stream and hands out packets with their headers, in order.
 *
 * @throws RangeError for a stream that is none of packets
 */
export function createPacketReader(receive: (packet: Uint8Array) => void): (piece: Uint8Array) => void {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    let at = 0;
    while (rest.length - at >= headerBytes) {
      const length = rest.readUInt32BE(at);
      if (length > maximumBytes) throw new RangeError(`a packet of ${length} bytes`);
      const end = at + headerBytes + length;
      if (rest.length < end) break;
      receive(rest.subarray(at, end));
      at = end;
    }
    rest = rest.subarray(at);
  };
}
