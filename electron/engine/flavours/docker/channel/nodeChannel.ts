/** A persistent shell on a node: a thousandth of a second a command, where starting a program anew takes forty. */
import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import type { CommandOptions, CommandOutcome, NodeChannel } from '../../flavour.ts';
import type { DockerClient } from '../api/client.ts';
import { createFrameReader } from '../api/frames.ts';
import { type Exec, type ExecTarget, execError, runExec, startExec } from '../exec.ts';
import { withShell } from '../shells.ts';
import { createMarkedOutput, type MarkedOutput } from './markedOutput.ts';
import { encodeRequest, killDescendantsScript, loopScript, readGreeting } from './shellProtocol.ts';

/** More output than this is an accident (`yes`), and would fill the memory of this program. */
const maximumOutputBytes = 64 * 1024 * 1024;

/** How long killed processes may take to go before the shell is given up. */
const killGraceMs = 5_000;

/** Of the greeting: what a profile prints before it. */
const maximumGreetingBytes = 64 * 1024;

interface Call {
  readonly stdout: MarkedOutput;
  readonly stderr: MarkedOutput;
  stdoutEnded: boolean;
  stderrEnded: boolean;
  settle(outcome: CommandOutcome): void;
  fail(error: AppError): void;
  tooMuch(): void;
}

/** Opens a channel; waits for a node that is still booting. */
export async function openNodeChannel(docker: DockerClient, target: ExecTarget): Promise<NodeChannel> {
  return withShell(docker, target, (shell) => openWith(docker, target, shell));
}

async function openWith(
  docker: DockerClient,
  target: ExecTarget,
  shell: string,
): Promise<NodeChannel | undefined> {
  const exec = await startExec(docker, target, { command: [shell, '-l', '-c', loopScript], tty: false });
  const pid = await readPid(exec).catch((error: unknown) => {
    throw execError(docker, target, error);
  });
  return pid === undefined ? undefined : createChannel(docker, target, exec, shell, pid);
}

/** Reads the greeting; `undefined` if the shell ends without one. */
function readPid({ socket }: Exec): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = createFrameReader((stream, bytes) => {
      if (stream === 'stdout') text += Buffer.from(bytes).toString('latin1');
    });
    function receive(chunk: Uint8Array): void {
      read(chunk);
      const pid = readGreeting(text);
      if (pid === undefined && text.length < maximumGreetingBytes) return;
      if (pid === undefined) socket.destroy();
      finish(pid);
    }
    const ended = () => finish(undefined);
    function finish(pid: number | undefined): void {
      socket.off('data', receive).off('end', ended).off('close', ended).off('error', reject);
      socket.pause();
      resolve(pid);
    }
    socket.on('data', receive).on('end', ended).on('close', ended).on('error', reject);
  });
}

function createChannel(
  docker: DockerClient,
  target: ExecTarget,
  { socket }: Exec,
  shell: string,
  pid: number,
): NodeChannel {
  const nonce = randomBytes(16).toString('hex');
  let count = 0;
  let current: Call | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let lost: AppError | undefined;

  const read = createFrameReader((stream, bytes) => {
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
  });

  function lose(cause: unknown): void {
    lost ??= new AppError('connection-lost', `The shell on node “${target.node}” ended.`, {
      hint: 'The node was stopped or restarted, or Docker was. `nxc status` shows what runs.',
      retryable: true,
      details: { node: target.node },
      cause,
    });
    const call = current;
    current = undefined;
    call?.fail(lost);
    socket.destroy();
  }

  socket.on('data', read);
  socket.on('end', () => lose(undefined));
  socket.on('close', () => lose(undefined));
  socket.on('error', lose);
  socket.resume();

  async function killCommand(): Promise<void> {
    await runExec(docker, target, [shell, '-c', killDescendantsScript, shell, String(pid)]);
  }

  function runNow(command: string, options: CommandOptions): Promise<CommandOutcome> {
    return new Promise((resolve, reject) => {
      if (lost !== undefined) return reject(lost);
      if (options.signal?.aborted) return reject(new AppError('cancelled', 'Cancelled.'));
      const marker = `${nonce}.${count++}.`;
      let interruption: AppError | undefined;
      let grace: NodeJS.Timeout | undefined;

      const timer = options.timeoutMs === undefined ? undefined : setTimeout(timeOut, options.timeoutMs);
      options.signal?.addEventListener('abort', cancel);

      function done(): void {
        clearTimeout(timer);
        clearTimeout(grace);
        options.signal?.removeEventListener('abort', cancel);
      }
      function timeOut(): void {
        interrupt(timedOut(target.node, command, options.timeoutMs ?? 0));
      }
      function cancel(): void {
        interrupt(new AppError('cancelled', `Cancelled on node “${target.node}”: ${shorten(command)}`));
      }
      /** Kills the command; the shell then ends the call as ever, and stays in step for the next one. */
      function interrupt(error: AppError): void {
        if (interruption !== undefined) return;
        interruption = error;
        grace = setTimeout(() => lose(error), killGraceMs);
        killCommand().catch(lose);
      }

      current = {
        stdout: createMarkedOutput(marker),
        stderr: createMarkedOutput(marker),
        stdoutEnded: false,
        stderrEnded: false,
        settle(outcome) {
          done();
          if (interruption === undefined) resolve(outcome);
          else reject(interruption);
        },
        fail(error) {
          done();
          reject(interruption ?? error);
        },
        tooMuch() {
          interrupt(tooMuchOutput(target.node, command));
        },
      };
      socket.write(encodeRequest(command, marker));
    });
  }

  return {
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
      if (current !== undefined) await killCommand().catch(lose);
      // The shell ends when its input does.
      socket.end();
    },
  };
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
