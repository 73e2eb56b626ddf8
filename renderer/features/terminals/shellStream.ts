/** What one shell writes, from the engine onto a screen, over reloads of the page and lost connections. */
import type { Screen } from '#renderer/platform/xterm/screen.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { divider } from './dividers.ts';

export interface ShellStreamOptions {
  readonly client: EngineClient;
  readonly terminal: string;
  readonly screen: Pick<Screen, 'write'>;
  /** Whether somebody saw its output before, e.g. the page that was here before a reload. */
  readonly isReplayed: boolean;
  readonly signal: AbortSignal;
  /** Resolves when a lost connection is back. */
  waitForConnection(): Promise<void>;
  onAttached(): void;
  onDetached(): void;
  /** Something was written now, and not shown again. */
  onOutput(): void;
}

export interface ShellStream {
  /** What is typed before the shell is attached, and while the connection is lost, is typed afterwards. */
  write(bytes: Uint8Array): void;
  /** Whether what arrives was shown before: programs got their answers to it then. */
  isReplaying(): boolean;
  /**
   * The exit code, once everything was handed to the screen.
   *
   * @throws AppError `not-found` when the engine does not know the shell (any more)
   */
  readonly ended: Promise<number | null>;
}

export function followShell(options: ShellStreamOptions): ShellStream {
  const { client, terminal, screen, signal } = options;
  /** Everything of the output before it has come. */
  let position = 0;
  /** Everything before it was written for an earlier viewer. */
  let replayEnd = 0;
  /** Whether all of that has been drawn. */
  let replayed = true;
  let live: { write(bytes: Uint8Array): Promise<void> } | null = null;
  const typed: Uint8Array[] = [];

  function receive(bytes: Uint8Array, consumed: () => void): void {
    const old = Math.min(bytes.length, Math.max(0, replayEnd - position));
    position += bytes.length;
    if (old === 0) {
      options.onOutput();
      screen.write(bytes, consumed);
      return;
    }
    const isLast = position >= replayEnd;
    screen.write(bytes.subarray(0, old), () => {
      if (isLast) replayed = true;
      if (old === bytes.length) consumed();
    });
    if (old < bytes.length) screen.write(bytes.subarray(old), consumed);
  }

  async function attachOnce(isFirst: boolean): Promise<number | null> {
    if (!isFirst || options.isReplayed) {
      const { start, end } = await client.terminals.held({ terminal }, { signal });
      if (start > position) screen.write(divider('what was written before is no longer kept'));
      position = Math.max(position, start);
      if (isFirst) replayEnd = end;
      replayed = position >= replayEnd;
    }
    const stream = await client.terminals.attach({ terminal, offset: position }, { signal });
    stream.onData(receive);
    live = stream;
    options.onAttached();
    for (const bytes of typed.splice(0)) send(bytes);
    const { exitCode } = await stream.closed;
    return exitCode;
  }

  function send(bytes: Uint8Array): void {
    // What cannot be sent any more is told by the end of the stream.
    live?.write(bytes).catch(() => undefined);
  }

  async function follow(): Promise<number | null> {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await attachOnce(isFirst);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (signal.aborted) throw new AppError('cancelled', 'Nobody looks at the shell any more.');
        if (error.code !== 'connection-lost') throw error;
        live = null;
        options.onDetached();
        await options.waitForConnection();
      } finally {
        live = null;
      }
    }
  }

  return {
    write(bytes) {
      if (live === null) typed.push(bytes);
      else send(bytes);
    },
    isReplaying: () => !replayed,
    ended: follow(),
  };
}
