/** Ports that nodes are going to have, held for them: the first of them boots while the others wait. */
import { createServer, type Server } from 'node:net';

export interface HeldPorts {
  /** Lets go of some, for their node to take them. */
  release(ports: readonly number[]): Promise<void>;
  releaseAll(): Promise<void>;
}

/** What somebody else has taken at this very moment is not held: QEMU will tell of it. */
export async function holdPorts(ports: readonly number[]): Promise<HeldPorts> {
  const held = new Map<number, Server>();
  await Promise.all(
    ports.map(
      (port) =>
        new Promise<void>((resolve) => {
          const server = createServer((socket) => socket.destroy());
          server.once('error', () => resolve());
          server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
            held.set(port, server.unref());
            resolve();
          });
        }),
    ),
  );

  async function release(wanted: readonly number[]): Promise<void> {
    await Promise.all(
      wanted.map((port) => {
        const server = held.get(port);
        held.delete(port);
        return server === undefined ? undefined : new Promise((resolve) => server.close(resolve));
      }),
    );
  }
  return { release, releaseAll: () => release([...held.keys()]) };
}
