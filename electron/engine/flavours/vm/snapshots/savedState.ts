/** A machine that stands still, written to a file with its memory. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, toAppError } from '#shared/errors.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import type { MachineReference } from '../guest/control.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';

/** QEMU would hold itself back for the sake of a network; here it writes to a file. Bytes a second. */
const bandwidth = 1024 ** 4;

/** Between the end of the state and QEMU's word that all of it was written. */
const endLookMs = 5;

/** It can be handed an open file only by programs that speak its sockets' own way; a connection does as well. */
const stateSocket = 'saving';

/**
 * Takes as long as writing the memory that is in use. QEMU serves others meanwhile.
 *
 * @throws AppError `cancelled`, `disk-full`, or `unsupported` with QEMU's words; the machine can go on all the same
 */
export async function saveMachine(
  { node, folder }: MachineReference,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const socketPath = join(folder, stateSocket);
  await rm(socketPath, { force: true });
  const server = createServer();
  try {
    server.listen(socketPath);
    await once(server, 'listening');
    const received = receive(server, file, signal);
    // Awaited below; until then a failure must not count as unhandled.
    received.catch(() => undefined);
    await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
      await qmp.execute('migrate-set-capabilities', {
        capabilities: [{ capability: 'x-ignore-shared', state: false }],
      });
      await qmp.execute('migrate-set-parameters', { 'max-bandwidth': bandwidth });
      await qmp.execute('migrate', { uri: `unix:${socketPath}` });
    });
    await received;
    await assertWhole(node, folder);
  } catch (error) {
    throwIfCancelled(signal);
    throw toAppError(error);
  } finally {
    server.close();
    await rm(socketPath, { force: true });
  }
}

/** Cancelling, like a full disk, ends the connection; and that ends QEMU's saving. */
async function receive(
  server: ReturnType<typeof createServer>,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const [socket] = (await once(server, 'connection', { signal })) as [Socket];
  await pipeline(socket, createWriteStream(file, { mode: 0o600 }), { signal });
}

async function assertWhole(node: string, folder: string): Promise<void> {
  for (;;) {
    const migration = await withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('query-migrate'));
    if (migration.status === 'completed') return;
    if (migration.status === 'failed' || migration.status === 'cancelled') {
      const why = migration['error-desc'] ?? migration.status;
      throw new AppError('unsupported', `Node “${node}” cannot be saved: ${why}.`, {
        hint: 'Its own log may say more: `nxc logs`. The deployment goes on as before.',
        details: { node },
      });
    }
    await delay(endLookMs);
  }
}
