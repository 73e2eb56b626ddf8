/** Nix's hash of a folder, so that a project can be made and locked without running (or having) Nix. */
import { createHash, type Hash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * SHA-256 of the folder's Nix archive (NAR): names, contents, links and whether files are executable, and nothing
 * else. The same as `nix hash path` prints, in hexadecimal.
 */
export async function narHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  addString(hash, 'nix-archive-1');
  await addObject(hash, path);
  return hash.digest('hex');
}

/** The form that flake.lock has: `sha256-<base64>`. */
export function sriHash(hex: string): string {
  return `sha256-${Buffer.from(hex, 'hex').toString('base64')}`;
}

async function addObject(hash: Hash, path: string): Promise<void> {
  const status = await lstat(path);
  addString(hash, '(');
  addString(hash, 'type');
  if (status.isSymbolicLink()) {
    addString(hash, 'symlink');
    addString(hash, 'target');
    addString(hash, await readlink(path));
  } else if (status.isDirectory()) {
    addString(hash, 'directory');
    for (const name of (await readdir(path)).sort(byBytes)) {
      addString(hash, 'entry');
      addString(hash, '(');
      addString(hash, 'name');
      addString(hash, name);
      addString(hash, 'node');
      await addObject(hash, join(path, name));
      addString(hash, ')');
    }
  } else {
    addString(hash, 'regular');
    if ((status.mode & 0o100) !== 0) {
      addString(hash, 'executable');
      addString(hash, '');
    }
    addString(hash, 'contents');
    addBytes(hash, await readFile(path));
  }
  addString(hash, ')');
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function addString(hash: Hash, text: string): void {
  addBytes(hash, Buffer.from(text));
}

/** Length as a 64-bit little-endian number, the bytes, and zeros up to a multiple of eight. */
function addBytes(hash: Hash, bytes: Buffer): void {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  hash.update(length);
  hash.update(bytes);
  hash.update(Buffer.alloc((8 - (bytes.length % 8)) % 8));
}
