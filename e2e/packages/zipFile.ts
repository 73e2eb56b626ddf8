/** Writes a zip of uncompressed files: all that a stand-in needs, without a program that may not be there. */
import { crc32 } from 'node:zlib';

export interface ZipEntry {
  /** Path inside the archive. */
  readonly name: string;
  readonly content: Buffer;
  /** Permission bits, e.g. 0o755. */
  readonly mode: number;
}

const regularFile = 0o100000;

/** The archive's bytes (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). */
export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode } of entries) {
    const encoded = Buffer.from(name);
    // Version, flags, method, time and date; then checksum, both sizes and the lengths of name and extra field.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(encoded.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((regularFile | mode) * 0x10000, 6);
    tail.writeUInt32LE(offset, 10);
    const madeByUnix = Buffer.from([20, 3]);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), madeByUnix, common, tail, encoded);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, encoded, content];
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const directoryLength = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
