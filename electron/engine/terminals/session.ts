/**
 * A shell and its viewers. Each viewer reads the replay ring at its own pace. The slowest one governs: the shell is
 * paused before it would overwrite what that viewer has still to see. With no viewer the shell runs on, and the ring
 * keeps its last output.
 */
import type { ShellSession, TerminalSize } from '../flavours/flavour.ts';
import { createReplayRing } from './replayRing.ts';

/** What a viewer who comes back finds: some thousand lines. */
const ringBytes = 1024 * 1024;

/** How far the shell may be ahead of its slowest viewer before it is paused, and when it goes on. */
const pauseAheadBytes = 256 * 1024;
const resumeAheadBytes = 64 * 1024;

/** Bytes handed to a viewer at once. */
const chunkBytes = 64 * 1024;

export interface Viewer {
  /** Resolves when the viewer can take more. */
  write(bytes: Uint8Array): Promise<void>;
  /** The shell has ended, and everything it wrote has been handed over. */
  end(exitCode: number | null): void;
  fail(error: unknown): void;
}

export interface TerminalSession {
  /** What can be replayed, as offsets from the beginning of the output. */
  held(): { readonly start: number; readonly end: number };
  /** Starts handing over from `offset` on; returns how to detach. */
  attach(viewer: Viewer, offset: number): () => void;
  write(bytes: Uint8Array): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** Settles after the last output has come. */
  readonly exited: Promise<number | null>;
  /** Resolves once the shell has been hung up on. */
  close(): Promise<void>;
}

interface Reader {
  readonly viewer: Viewer;
  /** Everything before it has been taken by the viewer. */
  taken: number;
  attached: boolean;
}

export function createTerminalSession(shell: ShellSession): TerminalSession {
  const ring = createReplayRing(ringBytes);
  const readers = new Set<Reader>();
  let wake = Promise.withResolvers<void>();
  let ended = false;
  let paused = false;

  function news(): void {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  }

  /** How far the output is ahead of the slowest viewer; 0 without viewers. */
  function ahead(): number {
    let slowest = ring.end;
    for (const { taken } of readers) slowest = Math.min(slowest, Math.max(taken, ring.start));
    return ring.end - slowest;
  }

  function govern(): void {
    const distance = ahead();
    if (!paused && distance > pauseAheadBytes) {
      paused = true;
      shell.output.pause();
    } else if (paused && distance <= resumeAheadBytes) {
      paused = false;
      shell.output.resume();
    }
  }

  async function serve(reader: Reader): Promise<void> {
    while (reader.attached) {
      const from = Math.max(reader.taken, ring.start);
      const bytes = ring.read(from, chunkBytes);
      if (bytes.length > 0) {
        await reader.viewer.write(bytes);
        reader.taken = from + bytes.length;
        govern();
      } else if (ended) {
        const exitCode = await shell.exited;
        if (reader.attached) reader.viewer.end(exitCode);
        return;
      } else {
        await wake.promise;
      }
    }
  }

  shell.output.on('data', (chunk: Uint8Array) => {
    ring.append(chunk);
    govern();
    news();
  });
  const outputEnded = new Promise<void>((resolve) => {
    function finish(): void {
      ended = true;
      news();
      resolve();
    }
    shell.output.on('end', finish);
    shell.output.on('close', finish);
    shell.output.on('error', finish);
  });

  return {
    held: () => ({ start: ring.start, end: ring.end }),
    exited: outputEnded.then(() => shell.exited),
    attach(viewer, offset) {
      const reader: Reader = { viewer, taken: Math.min(offset, ring.end), attached: true };
      readers.add(reader);
      function detach(): void {
        reader.attached = false;
        readers.delete(reader);
        govern();
        news();
      }
      serve(reader).catch((error: unknown) => {
        if (reader.attached) viewer.fail(error);
        detach();
      });
      return detach;
    },
    write: (bytes) => shell.write(bytes),
    resize: (size) => shell.resize(size),
    close: () => shell.close(),
  };
}
