/** Ports of this machine that are free. */
import { createServer } from 'node:net';

/** Upstream gives the first machine 22022. */
const sshBase = 22_021;

export function preferredSshPort(id: number): number {
  return sshBase + id;
}

/** Hands out ports that nobody listens at, each once. */
export interface PortChooser {
  /** The preferred port if it is free, else the next one that is. */
  choose(preferred: number): Promise<number>;
  /** Whether a port can be had; it is then handed out. */
  take(port: number): Promise<boolean>;
}

export function createPortChooser(taken: Iterable<number> = []): PortChooser {
  const given = new Set(taken);

  async function take(port: number): Promise<boolean> {
    if (given.has(port)) return false;
    given.add(port);
    return isFree(port);
  }

  return {
    take,
    async choose(preferred) {
      for (let port = preferred; port <= 65_535; port += 1) if (await take(port)) return port;
      // Everything above is taken: let the system choose.
      const port = await listenBriefly(0);
      if (port !== undefined && !given.has(port)) {
        given.add(port);
        return port;
      }
      return preferred;
    },
  };
}

async function isFree(port: number): Promise<boolean> {
  return (await listenBriefly(port)) !== undefined;
}

/** @returns the port that was listened at; nothing if it is somebody else's */
function listenBriefly(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const own = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(own));
    });
  });
}
