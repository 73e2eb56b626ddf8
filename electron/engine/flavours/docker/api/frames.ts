/**
 * Docker's framing of a process without a terminal: a header of 8 bytes (stream number, three zeros, length as a
 * 32-bit big-endian number), then the bytes.
 */

export type FrameReceiver = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

const headerLength = 8;

/**
 * Takes chunks cut anywhere and hands over their payload at once, in order. A frame is not held back until it is
 * whole: its bytes go on as they arrive.
 */
export function createFrameReader(receive: FrameReceiver): (chunk: Uint8Array) => void {
  const header = new Uint8Array(headerLength);
  let headerFilled = 0;
  let payloadLeft = 0;
  let stream: 'stdout' | 'stderr' = 'stdout';

  return (chunk) => {
    let offset = 0;
    while (offset < chunk.length) {
      if (payloadLeft > 0) {
        const end = Math.min(chunk.length, offset + payloadLeft);
        receive(stream, chunk.subarray(offset, end));
        payloadLeft -= end - offset;
        offset = end;
        continue;
      }
      const end = Math.min(chunk.length, offset + headerLength - headerFilled);
      header.set(chunk.subarray(offset, end), headerFilled);
      headerFilled += end - offset;
      offset = end;
      if (headerFilled === headerLength) {
        stream = header[0] === 2 ? 'stderr' : 'stdout';
        payloadLeft = new DataView(header.buffer).getUint32(4);
        headerFilled = 0;
      }
    }
  };
}
