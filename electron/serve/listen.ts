/** Listening where only this machine can reach: 127.0.0.1, and ::1 where the machine has it. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '#shared/errors.ts';

export interface Listening {
  readonly port: number;
  readonly servers: readonly Server[];
}

/** How often a port that is free on one loopback address and taken on the other is given back for another. */
const attempts = 20;

/**
 * Makes one server for each loopback address, all on the same port.
 *
 * @param wanted 0 for any port
 * @throws AppError `port-taken`
 */
export async function listenOnLoopback(wanted: number, createServer: () => Server): Promise<Listening> {
  for (let attempt = 1; ; attempt += 1) {
    const first = await listen(createServer(), wanted, '127.0.0.1');
    if (first === 'absent') throw new AppError('unsupported', 'This machine has no 127.0.0.1 to listen on.');
    if (first !== 'taken') {
      const { port } = first.address() as AddressInfo;
      const second = await listen(createServer(), port, '::1');
      if (second === 'absent') return { port, servers: [first] };
      if (second !== 'taken') return { port, servers: [first, second] };
      // Somebody else's server would answer to “localhost” in our place.
      first.close();
    }
    if (wanted !== 0 || attempt === attempts) throw portTaken(wanted);
  }
}

async function listen(server: Server, port: number, host: string): Promise<Server | 'taken' | 'absent'> {
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
    return server;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return 'taken';
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return 'absent';
    if (code === 'EACCES') {
      throw new AppError('permission-denied', `Listening on port ${port} is not allowed to you.`, {
        hint: 'Choose a port above 1023, or leave --port out.',
        cause: error,
      });
    }
    throw error;
  }
}

function portTaken(port: number): AppError {
  return port === 0
    ? new AppError('port-taken', 'No port was found that is free on both 127.0.0.1 and ::1.', {
        retryable: true,
      })
    : new AppError('port-taken', `Port ${port} is used by another program.`, {
        hint: 'Choose another with --port, or leave --port out to get any that is free.',
      });
}
