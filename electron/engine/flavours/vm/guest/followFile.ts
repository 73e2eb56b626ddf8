/** A file that another process appends to, as a stream. */
import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';

const chunkBytes = 64 * 1024;

/** Besides being told of changes, the writer is looked for this often. */
const lookMs = 1_000;

export interface FollowOptions {
  /** Offset in bytes. */
  readonly from: number;
  /** Whether more may come; it ends when not, or never follows when left out. */
  readonly isGrowing?: () => Promise<boolean>;
}

/** Reads no faster than it is read. @throws the system's error if there is no such file */
export async function followFile(path: string, { from, isGrowing }: FollowOptions): Promise<Readable> {
  const file = await open(path, 'r');
  let watcher: FSWatcher | undefined;
  let wake = Promise.withResolvers<void>();
  const news = (): void => wake.resolve();
  if (isGrowing !== undefined) {
    watcher = watch(path, news);
    // The file's removal is noticed by the look for its writer.
    watcher.on('error', news);
  }
  let isClosed = false;
  const stream = Readable.from(read(file), { objectMode: false });
  stream.on('close', () => {
    isClosed = true;
    news();
  });
  return stream;

  async function* read(handle: FileHandle): AsyncGenerator<Buffer> {
    let position = from;
    try {
      while (!isClosed) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, position);
        position += bytesRead;
        if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
        else if (isGrowing === undefined || !(await nextNews(isGrowing))) return;
      }
    } finally {
      watcher?.close();
      await handle.close();
    }
  }

  /** Waits for more. @returns whether there may be some */
  async function nextNews(mayGrow: () => Promise<boolean>): Promise<boolean> {
    const timer = setTimeout(news, lookMs);
    await wake.promise;
    clearTimeout(timer);
    wake = Promise.withResolvers<void>();
    return !isClosed && (await mayGrow());
  }
}

/** Where the last lines of a file begin. */
export async function startOfLastLines(path: string, lines: number): Promise<number> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let missing = lines;
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - chunkBytes);
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      for (let index = buffer.length - 1; index >= 0; index -= 1) {
        // The newline at the very end closes the last line and begins none.
        if (buffer[index] !== 0x0a || start + index === size - 1) continue;
        missing -= 1;
        if (missing <= 0) return start + index + 1;
      }
      end = start;
    }
    return 0;
  } finally {
    await file.close();
  }
}
