import { connect, type Socket } from 'node:net';
import { AppError } from '#shared/errors.ts';

/**
 * Connects to a socket of a machine. What it sends waits until somebody listens.
 *
 * @throws AppError `node-failed` if nobody serves it: QEMU has ended
 */
export function connectPort(path: string, node: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', (error) =>
      reject(
        new AppError('node-failed', `Node “${node}” does not run.`, {
          hint: '`nxc status` shows what runs; `nxc start` starts what is missing.',
          details: { node, raw: error.message },
          cause: error,
        }),
      ),
    );
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket.pause());
    });
  });
}
