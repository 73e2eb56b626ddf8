/** Files that come and go as bytes, for doors that share no paths with this machine. They pass through a folder here. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { ServerStream } from '#shared/rpc/define.ts';

interface IncomingFile {
  /** On the node. */
  readonly folder: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

type Copy = (source: string, destination: string) => Promise<void>;

type Bytes<Outcome> = Pick<ServerStream<Outcome>, 'write' | 'onData' | 'onClose' | 'end' | 'fail'>;

/** Takes `size` bytes from a stream, then copies them as a file into a folder of the node. */
export async function receiveFile(
  { folder, name, size }: IncomingFile,
  stream: Bytes<{ path: string }>,
  copyToNode: Copy,
): Promise<void> {
  await inOwnFolder(async (own) => {
    const local = join(own, name);
    if (!(await writeBytes(local, size, stream))) return;
    const path = posix.join(folder, name);
    await copyToNode(local, path);
    stream.end({ path });
  }).catch((error: unknown) => stream.fail(error));
}

/** Sends one file of the node. */
export async function sendFile(
  path: string,
  stream: Bytes<{ size: number }>,
  copyFromNode: Copy,
): Promise<void> {
  let closed = false;
  stream.onClose(() => {
    closed = true;
  });
  await inOwnFolder(async (own) => {
    await copyFromNode(path, own);
    const [name] = await readdir(own);
    const local = join(own, name ?? '');
    const found = await stat(local);
    if (!found.isFile()) throw notAFile(path);
    for await (const chunk of createReadStream(local)) {
      if (closed) return;
      await stream.write(chunk as Uint8Array);
    }
    stream.end({ size: found.size });
  }).catch((error: unknown) => {
    // Whoever has gone does not need to know what broke.
    if (!closed) stream.fail(error);
  });
}

/** Resolves to whether all bytes came; `false` when the sender went away before. */
function writeBytes(file: string, size: number, stream: Pick<Bytes<never>, 'onData' | 'onClose'>) {
  return new Promise<boolean>((resolve, reject) => {
    const output = createWriteStream(file);
    let written = 0;
    output.on('error', reject);
    output.on('close', () => resolve(written === size));
    stream.onClose(() => output.destroy());
    if (size === 0) output.end();
    stream.onData((bytes, consumed) => {
      output.write(bytes, (error) => {
        if (error) return;
        written += bytes.length;
        consumed();
        if (written >= size) output.end();
      });
    });
  });
}

async function inOwnFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nxc-transfer-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function notAFile(path: string): AppError {
  return new AppError('unsupported', `“${path}” is not a file.`, {
    hint: 'Only files can be fetched. Put a folder into one first: `tar -czf /tmp/folder.tar.gz folder`.',
  });
}
