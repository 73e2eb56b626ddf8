/** What can be done to a container as if it were a machine: its power and its cable. */
import { AppError } from '#shared/errors.ts';
import type { MachineControls, NodeReference } from '../../flavour.ts';
import type { DockerClient } from '../api/client.ts';
import { dockerError } from '../api/errors.ts';
import type { ExecTarget } from '../exec.ts';
import { noteCut } from './cutNotes.ts';
import type { Forwards } from './forwards.ts';
import { switchLink } from './link.ts';
import { switchPower } from './power.ts';

/**
 * @param locate finds a node's container, running or not
 * @param lockDirectory beside it is noted which nodes were cut off
 */
export function createContainerControls(
  locate: (node: NodeReference) => Promise<[DockerClient, ExecTarget]>,
  lockDirectory: string,
  forwards: Pick<Forwards, 'open'>,
): MachineControls {
  async function control(
    node: NodeReference,
    doing: string,
    work: (docker: DockerClient, target: ExecTarget) => Promise<void>,
  ): Promise<void> {
    const [docker, target] = await locate(node);
    try {
      await work(docker, target);
    } catch (error) {
      throw dockerError(error, { socketPath: docker.socketPath, doing, node: node.node });
    }
  }

  return {
    lacks: new Set(['screen', 'console', 'size']),
    power: (node, action) =>
      control(node, `${action} node “${node.node}”`, (docker, { container }) =>
        switchPower(docker, container, action),
      ),
    link: (node, connected) =>
      control(node, `${connected ? 'connect' : 'cut off'} node “${node.node}”`, async (docker, target) => {
        await switchLink(docker, target, connected);
        await noteCut(docker, lockDirectory, target.container, !connected);
      }),
    async screenshot({ node }) {
      throw noPart(node, 'screen', 'Look at its log instead: `nxc logs`.');
    },
    async openConsole({ node }) {
      throw noPart(
        node,
        'console',
        `Read what it says with \`nxc logs ${node}\`, and type in \`nxc connect ${node}\`.`,
      );
    },
    async forwardPort(node, hostPort, nodePort) {
      const [docker, target] = await locate(node);
      await forwards.open(docker, target, hostPort, nodePort);
    },
  };
}

function noPart(node: string, part: string, hint: string): AppError {
  return new AppError('unsupported', `Node “${node}” is a container and has no ${part} of its own.`, {
    hint,
    details: { node },
  });
}
