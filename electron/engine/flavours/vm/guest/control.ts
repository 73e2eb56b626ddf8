/**
 * The machine's control port: it says how far the machine has come, and its shell does small things for us (setting a
 * terminal's size, killing what a channel runs, powering off). A connection is short, so that everybody gets a turn.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { quote } from '../../channel/shellProtocol.ts';
import type { TargetLock } from '../../targetLock.ts';
import { machineFiles } from '../machine/sockets.ts';
import { takePort } from './portLock.ts';
import { connectPort } from './socket.ts';

/** A turn of another process takes some tens of milliseconds, or as long as a machine takes to start. */
const turnPatienceMs = 15_000;

export interface Control {
  /** Sends one line. */
  send(line: string): void;
  /** Waits for one of some lines. @throws AppError `connection-lost` when the machine goes */
  nextOf(lines: readonly string[], signal?: AbortSignal): Promise<string>;
  /** Runs a command that is quick and writes little. @throws AppError `timed-out`, `connection-lost` */
  run(command: string, patienceMs: number): Promise<ControlOutcome>;
  /** Settles when QEMU closes the connection. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

export interface ControlOutcome {
  readonly exitCode: number;
  readonly output: string;
}

export interface MachineReference {
  readonly node: string;
  readonly folder: string;
}

/** Connects, when it is our turn. */
export async function openControl(
  { node, folder }: MachineReference,
  patienceMs = turnPatienceMs,
): Promise<Control> {
  const { lock } = await takePort(folder, [machineFiles.control], patienceMs);
  try {
    return createControl(node, await connectPort(join(folder, machineFiles.control), node), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Runs one command and lets the next process have its turn. */
export async function askControl(
  machine: MachineReference,
  command: string,
  patienceMs: number,
): Promise<ControlOutcome> {
  const control = await openControl(machine, patienceMs);
  try {
    return await control.run(command, patienceMs);
  } finally {
    await control.close();
  }
}

function createControl(node: string, socket: Socket, lock: TargetLock): Control {
  const lost = Promise.withResolvers<void>();
  let received = '';
  /** Looks at what came; returns whether it has what it waits for. */
  let look: (() => boolean) | undefined;
  let fail: ((error: AppError) => void) | undefined;
  let isLost = false;

  function end(): void {
    isLost = true;
    lost.resolve();
    fail?.(gone(node));
  }
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    received += text;
    look?.();
  });
  socket.on('close', end);
  socket.on('error', end);
  socket.resume();

  /** Waits until `find` makes something of what came. */
  function wait<Found>(find: () => Found | undefined, signal?: AbortSignal): Promise<Found> {
    return new Promise((resolve, reject) => {
      const interrupt = () => settle(() => reject(signal?.reason));
      function settle(finish: () => void): void {
        look = undefined;
        fail = undefined;
        signal?.removeEventListener('abort', interrupt);
        finish();
      }
      look = () => {
        const found = find();
        if (found !== undefined) settle(() => resolve(found));
        return found !== undefined;
      };
      fail = (error) => settle(() => reject(error));
      signal?.addEventListener('abort', interrupt);
      if (look()) return;
      if (signal?.aborted) interrupt();
      else if (isLost) fail(gone(node));
    });
  }

  function takeLine(): string | undefined {
    const at = received.indexOf('\n');
    if (at < 0) return undefined;
    const line = received.slice(0, at).replace(/\r$/, '');
    received = received.slice(at + 1);
    return line;
  }

  return {
    lost: lost.promise,
    send: (line) => void socket.write(`${line}\n`),
    nextOf: (lines, signal) =>
      wait(() => {
        for (let line = takeLine(); line !== undefined; line = takeLine())
          if (lines.includes(line)) return line;
        return undefined;
      }, signal),
    async run(command, patienceMs) {
      const nonce = randomBytes(12).toString('hex');
      const [begin, end] = [`${nonce}-begin`, `${nonce}-end `];
      // The empty line ends what an earlier client may have left unfinished.
      socket.write(
        `\nprintf '${begin}\\n'; ( eval ${quote(command)} ) </dev/null 2>&1; printf '${end}%s\\n' "$?"\n`,
      );
      const timeout = AbortSignal.timeout(patienceMs);
      try {
        return await wait(() => readOutcome(received, begin, end), timeout);
      } catch (error) {
        if (timeout.aborted && error === timeout.reason) throw silent(node, patienceMs);
        throw error;
      }
    },
    async close() {
      socket.destroy();
      await lock.release();
    },
  };
}

function readOutcome(text: string, begin: string, end: string): ControlOutcome | undefined {
  const from = text.indexOf(`${begin}\n`);
  const to = text.indexOf(end, from);
  const after = text.indexOf('\n', to);
  if (from < 0 || to < 0 || after < 0) return undefined;
  const output = text
    .slice(from + begin.length + 1, to)
    // Said by the machine itself when it has started, maybe only now.
    .replace(/^nxc-ready\n/m, '');
  return { exitCode: Number(text.slice(to + end.length, after)), output };
}

function gone(node: string): AppError {
  return new AppError('connection-lost', `Node “${node}” ended.`, {
    hint: '`nxc status` says why, if it is known; `nxc logs` shows its console.',
    retryable: true,
    details: { node },
  });
}

function silent(node: string, patienceMs: number): AppError {
  return new AppError('timed-out', `Node “${node}” did not answer within ${patienceMs / 1000} s.`, {
    hint: 'It may be paused, or hang: `nxc status`, and its console: `nxc logs`.',
    retryable: true,
    details: { node },
  });
}
