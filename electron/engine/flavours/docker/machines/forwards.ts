/** Ports of this machine that lead to ports of containers that were not published when they were created. */
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { AppError } from '#shared/errors.ts';
import type { DockerClient } from '../api/client.ts';
import type { ExecTarget } from '../exec.ts';

export interface Forwards {
  /**
   * Connections to 127.0.0.1 at `hostPort` go to the node. A port that leads to the same place already is left alone.
   *
   * @throws AppError `port-taken`, `unsupported` where containers cannot be reached from this machine
   */
  open(docker: DockerClient, target: ExecTarget, hostPort: number, nodePort: number): Promise<void>;
  /** Gives back the ports that lead to containers which are gone. */
  close(containers: readonly string[]): void;
}

export function createForwards(): Forwards {
  const servers = new Map<
    number,
    { readonly server: Server; readonly container: string; readonly place: string }
  >();

  return {
    async open(docker, { container, node }, hostPort, nodePort) {
      const place = `${container}:${nodePort}`;
      const known = servers.get(hostPort);
      if (known?.place === place) return;
      known?.server.close();
      servers.delete(hostPort);
      if (process.platform !== 'linux') throw outOfReach(node);
      // Either side may have said all it wants to say while it still listens.
      const server = createServer({ allowHalfOpen: true }, (near) => {
        keep(near);
        // Asked at each connection: a node that was restarted may have another address.
        addressOf(docker, container).then(
          (address) => {
            const far = keep(connectTo({ port: nodePort, host: address, allowHalfOpen: true }));
            near.pipe(far).pipe(near);
            far.on('close', () => near.destroy());
            near.on('close', () => far.destroy());
          },
          () => {
            // Its node is gone: so is what leads to it.
            near.destroy();
            server.close();
            servers.delete(hostPort);
          },
        );
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error) => reject(portError(hostPort, error)));
        server.listen(hostPort, '127.0.0.1', resolve);
      });
      // A forwarded port keeps no command alive.
      server.unref();
      servers.set(hostPort, { server, container, place });
    },
    close(containers) {
      for (const [hostPort, { server, container }] of servers) {
        if (!containers.includes(container)) continue;
        server.close();
        servers.delete(hostPort);
      }
    },
  };
}

/** A connection that keeps no command alive, and whose end is told to the other side alone. */
function keep(socket: Socket): Socket {
  return socket.unref().on('error', () => socket.destroy());
}

async function addressOf(docker: DockerClient, container: string): Promise<string> {
  const { NetworkSettings } = await docker.getContainer(container).inspect();
  const addresses = Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
  const address = addresses.find((candidate) => candidate !== '');
  if (address === undefined) throw new AppError('node-failed', 'The node has no address: it does not run.');
  return address;
}

function outOfReach(node: string): AppError {
  return new AppError(
    'unsupported',
    `The ports of container “${node}” cannot be reached from this machine.`,
    {
      hint: 'Publish the port in the composition: dockerPorts, or ports in its compose service.',
      details: { node },
    },
  );
}

function portError(port: number, cause: Error): AppError {
  return new AppError('port-taken', `Port ${port} of 127.0.0.1 cannot be used: ${cause.message}.`, {
    hint: 'Choose another one, above 1024.',
    cause,
  });
}
