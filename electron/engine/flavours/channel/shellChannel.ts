/** One command after the other on a persistent shell, whatever carries its bytes. */
import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import type { CommandOptions, CommandOutcome, NodeChannel } from '../flavour.ts';
import { createMarkedOutput, type MarkedOutput } from './markedOutput.ts';
import { encodeRequest } from './shellProtocol.ts';

/** More output than this is an accident (`yes`), and would fill the memory of this program. */
const maximumOutputBytes = 64 * 1024 * 1024;

/** How long killed processes may take to go before the shell is given up. */
const killGraceMs = 5_000;

/** A shell that runs `loopScript`, and the way to it. */
export interface ShellConnection {
  readonly node: string;
  /** Sends a request to the shell. */
  write(request: string): void;
  /** Kills everything that the shell has started, but not the shell. */
  killCommand(): Promise<void>;
  /** Lets go of a shell at rest. */
  close(): void;
  /** Breaks the connection, whatever the shell does. */
  destroy(): void;
  /** What a user can do when the shell has ended. */
  readonly lossHint: string;
}

export interface ShellChannel {
  readonly channel: NodeChannel;
  /** Takes what the shell has written. */
  receive(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** Tells that the connection has ended: the running command fails, and every later one. */
  lose(cause?: unknown): void;
}

interface Call {
  readonly stdout: MarkedOutput;
  readonly stderr: MarkedOutput;
  stdoutEnded: boolean;
  stderrEnded: boolean;
  settle(outcome: CommandOutcome): void;
  fail(error: AppError): void;
  tooMuch(): void;
}

export function createShellChannel(connection: ShellConnection): ShellChannel {
  const { node } = connection;
  const nonce = randomBytes(16).toString('hex');
  let count = 0;
  let current: Call | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let lost: AppError | undefined;

  function receive(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    // Between calls: output of something left in the background. It belongs to nobody.
    if (current === undefined) return;
    const call = current;
    if (stream === 'stdout') call.stdoutEnded ||= call.stdout.push(bytes);
    else call.stderrEnded ||= call.stderr.push(bytes);
    if (call.stdout.length + call.stderr.length > maximumOutputBytes) call.tooMuch();
    if (!call.stdoutEnded || !call.stderrEnded) return;
    current = undefined;
    call.settle({
      exitCode: Number(call.stdout.trailer),
      stdout: call.stdout.bytes(),
      stderr: call.stderr.bytes(),
    });
  }

  function lose(cause?: unknown): void {
    lost ??= new AppError('connection-lost', `The shell on node “${node}” ended.`, {
      hint: connection.lossHint,
      retryable: true,
      details: { node },
      cause,
    });
    const call = current;
    current = undefined;
    call?.fail(lost);
    connection.destroy();
  }

  function runNow(command: string, options: CommandOptions): Promise<CommandOutcome> {
    return new Promise((resolve, reject) => {
      if (lost !== undefined) return reject(lost);
      if (options.signal?.aborted) return reject(new AppError('cancelled', 'Cancelled.'));
      const marker = `${nonce}.${count++}.`;
      let interruption: AppError | undefined;
      let grace: NodeJS.Timeout | undefined;
      let killing: Promise<void> = Promise.resolve();

      const timer = options.timeoutMs === undefined ? undefined : setTimeout(timeOut, options.timeoutMs);
      options.signal?.addEventListener('abort', cancel);

      function done(): void {
        clearTimeout(timer);
        clearTimeout(grace);
        options.signal?.removeEventListener('abort', cancel);
      }
      function timeOut(): void {
        interrupt(timedOut(node, command, options.timeoutMs ?? 0));
      }
      function cancel(): void {
        interrupt(new AppError('cancelled', `Cancelled on node “${node}”: ${shorten(command)}`));
      }
      /** Kills the command; the shell then ends the call as ever, and stays in step for the next one. */
      function interrupt(error: AppError): void {
        if (interruption !== undefined) return;
        interruption = error;
        grace = setTimeout(() => lose(error), killGraceMs);
        killing = connection.killCommand().catch(lose);
      }

      current = {
        stdout: createMarkedOutput(marker),
        stderr: createMarkedOutput(marker),
        stdoutEnded: false,
        stderrEnded: false,
        settle(outcome) {
          done();
          if (interruption === undefined) resolve(outcome);
          // Until it is done it would kill the next command, too.
          else killing.then(() => reject(interruption));
        },
        fail(error) {
          done();
          reject(interruption ?? error);
        },
        tooMuch() {
          interrupt(tooMuchOutput(node, command));
        },
      };
      connection.write(encodeRequest(command, marker));
    });
  }

  const channel: NodeChannel = {
    run(command, options = {}) {
      if (command.includes('\0')) {
        return Promise.reject(
          new AppError('bad-input', 'A command cannot contain a zero byte.', {
            hint: 'Copy binary data into the node as a file instead.',
          }),
        );
      }
      const outcome = queue.then(() => runNow(command, options));
      queue = outcome.catch(() => undefined);
      return outcome;
    },
    async close() {
      if (lost !== undefined) return;
      if (current !== undefined) await connection.killCommand().catch(lose);
      connection.close();
    },
  };
  return { channel, receive, lose };
}

function timedOut(node: string, command: string, timeoutMs: number): AppError {
  const seconds = Number((timeoutMs / 1000).toFixed(3));
  return new AppError(
    'timed-out',
    `After ${seconds} s this was still running on node “${node}”: ${shorten(command)}`,
    {
      hint: 'It was killed, with everything it had started. Give it more time, or look on the node why it hangs.',
      details: { node },
    },
  );
}

function tooMuchOutput(node: string, command: string): AppError {
  return new AppError(
    'bad-input',
    `This wrote more than ${maximumOutputBytes / 1024 / 1024} MiB on node “${node}” and was killed: ${shorten(command)}`,
    { hint: 'Write its output to a file on the node, or cut it: `… | tail`.', details: { node } },
  );
}

function shorten(command: string): string {
  const line = command.trim().replaceAll(/\s*\n\s*/g, ' ⏎ ');
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}
