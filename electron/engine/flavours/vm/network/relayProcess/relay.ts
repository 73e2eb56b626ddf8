/**
 * Stands between the nodes that have a fault in their network and the network: takes what QEMU gives it of them, and
 * gives it back later, or not at all.
 */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { inwardSocket, outwardSocket, readShape, type ShapeNote } from '../shapeNote.ts';
import { createDelayLine, type DelayLine } from './delayLine.ts';
import { createPacketReader } from './packets.ts';

export interface Relay {
  /** Reads the notes of all nodes anew. @returns the names of the folders of those that it stands before now */
  look(): Promise<readonly string[]>;
}

/** Bytes that QEMU has not taken yet. A node that takes no more is paused, and has no use for them. */
const maximumWaitingBytes = 32 * 1024 ** 2;

/** @param onIdle called when no node is left that has a fault */
export function createRelay(runFolder: string, onIdle: () => void): Relay {
  const lines = new Map<string, { readonly line: DelayLine; close(): void }>();

  async function lookAt(name: string): Promise<void> {
    const folder = join(runFolder, name);
    const shape = await readShape(folder);
    const known = lines.get(name);
    if (shape === undefined) known?.close();
    else if (known === undefined) await begin(name, folder, shape);
    else known.line.change(shape);
  }

  async function begin(name: string, folder: string, shape: ShapeNote): Promise<void> {
    const sockets = await connectBoth(folder);
    // Its machine has ended; what is left of it is not ours to judge.
    if (sockets === undefined) return;
    const [outward, inward] = sockets;
    const line = createDelayLine(shape, {
      deliver(packet) {
        if (inward.writableLength < maximumWaitingBytes) inward.write(packet);
      },
    });
    function close(): void {
      outward.destroy();
      inward.destroy();
      line.close();
      if (lines.delete(name) && lines.size === 0) onIdle();
    }
    const read = createPacketReader(line.take);
    outward.on('data', (piece: Uint8Array) => {
      try {
        read(piece);
      } catch {
        // No packets: nothing that it says can be passed on.
        close();
      }
    });
    for (const socket of sockets) socket.on('close', close).on('error', close);
    lines.set(name, { line, close });
  }

  return {
    async look() {
      const names = await readdir(runFolder).catch((): string[] => []);
      await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(lookAt));
      if (lines.size === 0) onIdle();
      return [...lines.keys()];
    },
  };
}

async function connectBoth(folder: string): Promise<readonly [Socket, Socket] | undefined> {
  const sockets = [outwardSocket, inwardSocket].map((name) => connect(join(folder, name)));
  try {
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  } catch {
    for (const socket of sockets) socket.destroy();
    return undefined;
  }
  const [outward, inward] = sockets;
  return outward === undefined || inward === undefined ? undefined : [outward, inward];
}
