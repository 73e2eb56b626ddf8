/** A file that another process appends to, as a stream. */
import { type FSWatcher, watch } from 'node:fs';
import { open } from 'node:fs/promises';
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
  let position = from;
  let news = Promise.withResolvers<void>();
  let watcher: FSWatcher | undefined;
  if (isGrowing !== undefined) {
    watcher = watch(path, () => news.resolve());
    // The file's removal is noticed by the look for its writer.
    watcher.on('error', () => news.resolve());
  }

  async function next(): Promise<Buffer | null> {
    for (;;) {
      // Asked before the file is read: what the writer wrote last is not missed.
      const mayGrow = await isGrowing?.();
      const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, position);
      position += bytesRead;
      if (bytesRead > 0) return buffer.subarray(0, bytesRead);
      if (mayGrow !== true || stream.destroyed) return null;
      const timer = setTimeout(() => news.resolve(), lookMs);
      await news.promise;
      clearTimeout(timer);
      news = Promise.withResolvers<void>();
    }
  }

  const stream = new Readable({
    read() {
      next().then(
        (bytes) => this.push(bytes),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy(error, done) {
      news.resolve();
      watcher?.close();
      file.close().then(
        () => done(error),
        () => done(error),
      );
    },
  });
  return stream;
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
