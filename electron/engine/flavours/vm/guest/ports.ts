/** One of a machine's shells, taken for this process alone, with nothing of an earlier client left in it. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { killDescendantsScript, quote } from '../../channel/shellProtocol.ts';
import type { TargetLock } from '../../targetLock.ts';
import { channelCount } from '../machine/sockets.ts';
import { askControl, type MachineReference } from './control.ts';
import { takePort } from './portLock.ts';
import { connectPort } from './socket.ts';

/** All shells of a machine may be at work for others. */
const turnPatienceMs = 5_000;

/** A shell at rest answers at once; one that still runs what a killed client began does not. */
const restPatienceMs = 2_000;

/** Under emulation, with many machines at work, even a shell at rest takes its time. */
const busyPatienceMs = 20_000;
const controlPatienceMs = 10_000;

export interface ShellPorts {
  /** Both are paused. */
  readonly output: Socket;
  readonly errors: Socket;
  /** Kills everything that the shell has started, but not the shell. */
  killCommand(): Promise<void>;
  /** Closes both sockets and lets others have the shell. */
  release(): Promise<void>;
}

/** @throws AppError `conflict` if all shells are taken, `node-failed` if the machine does not run, `timed-out` */
export async function openShellPorts(machine: MachineReference): Promise<ShellPorts> {
  const names = Array.from({ length: channelCount }, (_, index) => `channel${index}`);
  const { name, lock } = await takePort(machine.folder, names, turnPatienceMs);
  try {
    return await openTaken(machine, name.slice('channel'.length), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openTaken(machine: MachineReference, number: string, lock: TargetLock): Promise<ShellPorts> {
  const { node, folder } = machine;
  // The errors first: the shell greets its client on both, and waits for whoever is not there.
  const errors = await connectPort(join(folder, `error${number}`), node);
  const output = await connectPort(join(folder, `channel${number}`), node).catch((error: unknown) => {
    errors.destroy();
    throw error;
  });
  const ports: ShellPorts = {
    output,
    errors,
    async killCommand() {
      const pid = `"$(cat /run/nxc/channel.${number})"`;
      const script = `sh -c ${quote(killDescendantsScript)} sh ${pid}`;
      await askControl(machine, script, controlPatienceMs);
    },
    async release() {
      output.destroy();
      errors.destroy();
      await lock.release();
    },
  };
  try {
    if (!(await synchronize(ports, restPatienceMs))) {
      await ports.killCommand();
      if (!(await synchronize(ports, busyPatienceMs))) throw notAnswering(node);
    }
    return ports;
  } catch (error) {
    output.destroy();
    errors.destroy();
    throw error;
  }
}

/** Has the shell say a word of ours on both ports, and drops everything before it. */
async function synchronize({ output, errors }: ShellPorts, patienceMs: number): Promise<boolean> {
  const nonce = randomBytes(12).toString('hex');
  // The empty line ends what an earlier client may have left unfinished.
  output.write(`\nprintf '${nonce}\\n'; printf '${nonce}\\n' >&2\n`);
  const found = await Promise.all([output, errors].map((port) => skipPast(port, `${nonce}\n`, patienceMs)));
  return found.every(Boolean);
}

/** Reads up to and including a text; what follows it stays in the socket, which is paused again. */
function skipPast(socket: Socket, text: string, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const timer = setTimeout(() => finish(false), patienceMs);
    const ended = () => finish(false);
    function receive(chunk: Buffer): void {
      received = Buffer.concat([received, chunk]);
      const at = received.indexOf(text);
      if (at < 0) {
        received = received.subarray(Math.max(0, received.length - text.length));
        return;
      }
      const rest = received.subarray(at + text.length);
      finish(true);
      if (rest.length > 0) socket.unshift(rest);
    }
    function finish(found: boolean): void {
      clearTimeout(timer);
      socket.off('data', receive).off('close', ended).off('error', ended);
      socket.pause();
      resolve(found);
    }
    socket.on('data', receive).on('close', ended).on('error', ended);
    socket.resume();
  });
}

function notAnswering(node: string): AppError {
  return new AppError('timed-out', `A shell of node “${node}” does not answer.`, {
    hint: 'The node may hang, or be paused: `nxc status`, and its console: `nxc logs`.',
    retryable: true,
    details: { node },
  });
}
