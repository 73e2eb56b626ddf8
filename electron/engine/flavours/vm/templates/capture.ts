/** Keeping a machine as it is at this moment, for others to be made of. The machine can go on afterwards. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { AppError, toAppError } from '#shared/errors.ts';
import { machineFiles } from '../machine/sockets.ts';
import { type QmpConnection, withQmp } from '../qmp/client.ts';

export interface CapturedFiles {
  readonly memoryFile: string;
  readonly stateFile: string;
}

const migrationLookMs = 2;

/**
 * Stops a machine whose memory is copyable, and saves it. It stands still then: its new identity can be written before
 * it is told to go on.
 */
export async function captureMachine(
  { folder, pid }: { readonly folder: string; readonly pid: number },
  { memoryFile, stateFile }: CapturedFiles,
): Promise<void> {
  const receiver = await receiveOnce(join(folder, stateSocket), stateFile);
  try {
    await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
      await qmp.execute('stop');
      await Promise.all([saveState(qmp, join(folder, stateSocket)), copyMemory(pid, memoryFile)]);
    });
    await receiver.done;
  } finally {
    receiver.close();
  }
}

/** All but the memory, which others have in a file: some hundred kilobytes. */
async function saveState(qmp: QmpConnection, socketPath: string): Promise<void> {
  await leaveOutSharedMemory(qmp, true);
  try {
    await qmp.execute('migrate', { uri: `unix:${socketPath}` });
    for (;;) {
      const migration = await qmp.execute('query-migrate');
      if (migration.status === 'completed') return;
      if (migration.status === 'failed' || migration.status === 'cancelled') {
        throw new AppError(
          'unsupported',
          `QEMU cannot save it: ${migration['error-desc'] ?? migration.status}.`,
        );
      }
      await delay(migrationLookMs);
    }
  } finally {
    // Whoever saves the machine later wants its memory, too.
    await leaveOutSharedMemory(qmp, false);
  }
}

/** For the next time that a machine is saved or restored. */
export async function leaveOutSharedMemory(qmp: QmpConnection, state: boolean): Promise<void> {
  await qmp.execute('migrate-set-capabilities', {
    capabilities: [{ capability: 'x-ignore-shared', state }],
  });
}

/** The memory is a file without a name, which QEMU has open. Pages that were never written to take no room. */
async function copyMemory(pid: number, destination: string): Promise<void> {
  const descriptors = `/proc/${pid}/fd`;
  for (const name of await readdir(descriptors)) {
    const path = join(descriptors, name);
    if (!(await readlink(path).catch(() => '')).startsWith('/memfd:')) continue;
    const { exitCode, stderr } = await execa('cp', ['--sparse=always', path, destination], { reject: false });
    if (exitCode === 0) return;
    if (/No space left/.test(String(stderr))) {
      throw toAppError(Object.assign(new Error(String(stderr)), { code: 'ENOSPC', path: destination }));
    }
    throw new AppError('internal', `The machine’s memory cannot be copied: ${stderr}`);
  }
  throw new AppError('internal', `Process ${pid} has no memory that can be copied.`);
}

/** QEMU can be handed an open file only by programs that speak its sockets' own way; a connection does as well. */
const stateSocket = 'state';

interface Receiver {
  /** Settles when the first connection has ended and everything is in the file. */
  readonly done: Promise<void>;
  close(): void;
}

async function receiveOnce(socketPath: string, file: string): Promise<Receiver> {
  const server = createServer();
  const done = once(server, 'connection').then(([socket]: Socket[]) =>
    socket === undefined ? undefined : pipeline(socket, createWriteStream(file, { mode: 0o600 })),
  );
  // Awaited later; until then a failure must not count as unhandled.
  done.catch(() => undefined);
  server.listen(socketPath);
  await once(server, 'listening');
  return { done, close: () => server.close() };
}
