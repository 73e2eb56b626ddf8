/** An interactive program on one of a machine's terminals. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { AppError } from '#shared/errors.ts';
import { createMarkedOutput } from '../../channel/markedOutput.ts';
import type { ShellRequest, ShellSession } from '../../flavour.ts';
import { terminals } from '../machine/sockets.ts';
import { askControl, type MachineReference } from './control.ts';
import { takePort } from './portLock.ts';
import { connectPort } from './socket.ts';
import { hangUpScript, resizeScript, startScript } from './terminalScripts.ts';

const turnPatienceMs = 1_000;
const controlPatienceMs = 15_000;
const beginPatienceMs = 20_000;

/**
 * A machine's terminal cannot be held back: what nobody takes is lost in QEMU. So it is always read, and what a viewer
 * has not taken yet waits here, up to this many bytes.
 */
const heldBytes = 4 * 1024 * 1024;

/** @throws AppError `conflict` if all terminals are in use, `node-failed`, `timed-out` */
export async function openMachineTerminal(
  machine: MachineReference,
  request: ShellRequest,
): Promise<ShellSession> {
  const { node, folder } = machine;
  const { name, lock } = await takePort(folder, terminals, turnPatienceMs).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'conflict' ? allInUse(node, error) : error;
  });
  const number = name.slice('terminal'.length);
  const nonce = randomBytes(12).toString('hex');
  const marks = { begin: `${nonce}-begin`, end: `${nonce}-end ` };
  const socket = await connectPort(join(folder, name), node).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  const output = new PassThrough({ highWaterMark: heldBytes });
  const begun = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<number | null>();
  const before = createMarkedOutput(marks.begin, () => undefined);
  const during = createMarkedOutput(marks.end, show);
  let hasBegun = false;
  let isLeavingOut = false;
  let isOver = false;

  function show(bytes: Uint8Array): void {
    if (isLeavingOut && output.writableNeedDrain) return;
    if (isLeavingOut)
      output.write('\r\n[nxc: output was left out here, it came faster than it was taken]\r\n');
    isLeavingOut = !output.write(Buffer.from(bytes));
  }

  function finish(exitCode: number | null): void {
    if (isOver) return;
    isOver = true;
    output.end();
    socket.destroy();
    begun.reject(notBegun(node));
    lock.release().finally(() => exited.resolve(exitCode));
  }

  socket.on('data', (bytes: Buffer) => {
    if (!hasBegun) {
      hasBegun = before.push(bytes);
      if (!hasBegun) return;
      begun.resolve();
      const rest = before.rest();
      if (rest.length > 0 && during.push(rest)) finish(Number.parseInt(during.trailer, 10));
      return;
    }
    if (during.push(bytes)) finish(Number.parseInt(during.trailer, 10));
  });
  socket.on('close', () => finish(null));
  socket.on('error', () => finish(null));
  socket.resume();

  const timer = setTimeout(() => finish(null), beginPatienceMs);
  try {
    await askControl(machine, startScript(number, request, marks), controlPatienceMs);
    await begun.promise;
  } catch (error) {
    begun.promise.catch(() => undefined);
    finish(null);
    throw error;
  } finally {
    clearTimeout(timer);
  }

  return {
    output,
    exited: exited.promise,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(notBegun(node)) : resolve()));
      }),
    async resize(size) {
      // A program that has just ended has no size to change.
      if (!isOver) await askControl(machine, resizeScript(number, size), controlPatienceMs);
    },
    async close() {
      if (isOver) return;
      // If the machine is gone, so is the program.
      await askControl(machine, hangUpScript(number), controlPatienceMs).catch(() => undefined);
      finish(null);
    },
  };
}

function notBegun(node: string): AppError {
  return new AppError('connection-lost', `The terminal of node “${node}” ended.`, {
    hint: '`nxc status` shows what runs.',
    retryable: true,
    details: { node },
  });
}

function allInUse(node: string, cause: AppError): AppError {
  return new AppError('conflict', `All ${terminals.length} terminals of node “${node}” are in use.`, {
    hint: 'Close one of them. Commands without a terminal still run: `nxc exec`.',
    retryable: true,
    details: { node },
    cause,
  });
}
