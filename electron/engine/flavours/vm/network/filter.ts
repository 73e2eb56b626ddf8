/** The place in a machine where what its node sends is led through a relay. It can be made while the machine runs. */
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { machineFiles } from '../machine/sockets.ts';
import { type QmpConnection, withQmp } from '../qmp/client.ts';
import { inwardSocket, outwardSocket } from './shapeNote.ts';

const filter = 'shape';

/** Without a relay at the sockets nothing gets through. */
export async function installFilter(folder: string): Promise<void> {
  await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
    // A filter whose relay went is deaf: it is made anew.
    await remove(qmp);
    for (const name of [outwardSocket, inwardSocket]) {
      await qmp.execute('chardev-add', {
        id: name,
        backend: {
          type: 'socket',
          data: { addr: { type: 'unix', data: { path: join(folder, name) } }, server: true, wait: false },
        },
      });
    }
    await qmp.execute('object-add', {
      'qom-type': 'filter-redirector',
      id: filter,
      netdev: 'lan',
      // What the card of the network is given, seen from there: what the node sends.
      queue: 'rx',
      outdev: outwardSocket,
      indev: inwardSocket,
    });
  });
}

export async function removeFilter(folder: string): Promise<void> {
  await withQmp(join(folder, machineFiles.qmp), remove);
}

async function remove(qmp: QmpConnection): Promise<void> {
  await tolerant(qmp.execute('object-del', { id: filter }));
  for (const id of [outwardSocket, inwardSocket]) await tolerant(qmp.execute('chardev-remove', { id }));
}

/** QEMU refuses to remove what is not there. */
async function tolerant(removal: Promise<void>): Promise<void> {
  await removal.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === 'internal')) throw error;
  });
}
