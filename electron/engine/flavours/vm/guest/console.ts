/** A machine's console: what it has shown since it booted, for any number of viewers, and a keyboard for one of them. */
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { ShellSession } from '../../flavour.ts';
import type { TargetLock } from '../../targetLock.ts';
import { machineFiles } from '../machine/sockets.ts';
import { findProcess } from '../state/processes.ts';
import type { MachineReference } from './control.ts';
import { followFile, startOfLastLines } from './followFile.ts';
import { takePort } from './portLock.ts';
import { connectPort } from './socket.ts';

/** After so long without typing, the keyboard is free for another viewer. */
const idleMs = 3_000;
const turnPatienceMs = 2 * idleMs;

/** The console's log. */
export async function readConsole(
  { folder }: MachineReference,
  { follow, tailLines }: { readonly follow: boolean; readonly tailLines?: number },
): Promise<NodeJS.ReadableStream> {
  const path = join(folder, machineFiles.consoleLog);
  const from = tailLines === undefined ? 0 : await startOfLastLines(path, tailLines);
  const isGrowing = async () => (await findProcess(folder)) !== undefined;
  return followFile(path, follow ? { from, isGrowing } : { from });
}

export async function openMachineConsole(machine: MachineReference): Promise<ShellSession> {
  const { node, folder } = machine;
  const output = await followFile(join(folder, machineFiles.consoleLog), {
    from: 0,
    isGrowing: async () => (await findProcess(folder)) !== undefined,
  });
  const exited = new Promise<null>((resolve) => output.on('close', () => resolve(null)));
  let keyboard: Promise<{ readonly socket: Socket; readonly lock: TargetLock }> | undefined;
  let idle: NodeJS.Timeout | undefined;

  async function takeKeyboard() {
    const { lock } = await takePort(folder, [machineFiles.console], turnPatienceMs);
    try {
      const socket = await connectPort(join(folder, machineFiles.console), node);
      // What comes here stands in the log, too.
      socket.on('error', letGo).on('close', letGo).resume();
      return { socket, lock };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  function letGo(): void {
    clearTimeout(idle);
    const held = keyboard;
    keyboard = undefined;
    held?.then(
      async ({ socket, lock }) => {
        socket.destroy();
        await lock.release();
      },
      // It was never taken; whoever typed has been told.
      () => undefined,
    );
  }

  return {
    output,
    exited,
    async write(bytes) {
      keyboard ??= takeKeyboard();
      clearTimeout(idle);
      try {
        const { socket } = await keyboard;
        await new Promise<void>((resolve, reject) => {
          socket.write(bytes, (error) => (error ? reject(error) : resolve()));
        });
      } catch (error) {
        letGo();
        throw error;
      }
      idle = setTimeout(letGo, idleMs);
      idle.unref();
    },
    // A serial line has no size.
    resize: async () => undefined,
    async close() {
      letGo();
      output.destroy();
    },
  };
}
