/** What a node's console has said so far, and waiting for more. */
import { StringDecoder } from 'node:string_decoder';
import { sleep } from './waiting.ts';

/** Lines that are kept of one console; the oldest go first. */
const lineLimit = 20_000;
/** Bytes of a line that never ends. */
const lengthLimit = 65_536;

interface ConsoleLines {
  readonly lines: readonly string[];
  /** A line without its end, if there is one. It is offered again, with the rest of it. */
  readonly open: readonly string[];
  /** Where to go on reading. */
  readonly position: number;
}

export interface NodeConsole {
  /**
   * The lines from a position on. When there is none yet, waits for the first, at most `waitMs`.
   *
   * @throws AbortError when the signal is aborted
   */
  read(position: number, waitMs: number, signal: AbortSignal): Promise<ConsoleLines>;
  close(): void;
  /** Whether nothing more comes, e.g. because the node is off. */
  hasEnded(): boolean;
}

export function createNodeConsole(stream: NodeJS.ReadableStream): NodeConsole {
  const decoder = new StringDecoder('utf8');
  let lines: string[] = [];
  /** How many lines went before the first that is kept. */
  let dropped = 0;
  let partial = '';
  let ended = false;
  let wake = Promise.withResolvers<void>();

  stream.on('data', (chunk: Buffer) => {
    const pieces = (partial + decoder.write(chunk)).split(/\r?\n/);
    partial = (pieces.pop() ?? '').slice(-lengthLimit);
    lines.push(...pieces);
    if (lines.length > 2 * lineLimit) {
      dropped += lines.length - lineLimit;
      lines = lines.slice(-lineLimit);
    }
    wake.resolve();
    wake = Promise.withResolvers<void>();
  });
  // A console that breaks off says nothing more; the script's own time-out tells.
  stream.on('error', () => {});
  stream.on('close', () => {
    ended = true;
    wake.resolve();
  });

  const from = (position: number): string[] => lines.slice(Math.max(0, position - dropped));
  return {
    async read(position, waitMs, signal) {
      if (from(position).length === 0 && !ended) {
        const enough = new AbortController();
        try {
          await Promise.race([wake.promise, sleep(waitMs, AbortSignal.any([signal, enough.signal]))]);
        } finally {
          enough.abort();
        }
      }
      return {
        lines: from(position),
        open: partial === '' ? [] : [partial],
        position: dropped + lines.length,
      };
    },
    hasEnded: () => ended,
    close() {
      (stream as NodeJS.ReadableStream & { destroy?: () => void }).destroy?.();
    },
  };
}
