/** Why a node does not run, in words for its user. */
import type { ContainerInfo } from 'dockerode';
import { AppError } from '#shared/errors.ts';
import { type DockerClient, streamLogs } from './api/client.ts';
import { createFrameReader } from './api/frames.ts';
import { label, targetOfWorkingDirectory } from './identity.ts';
import { nameOf, nodeOf } from './inventory.ts';
import type { PublishedPort } from './ports.ts';

const lastLogLines = 20;

/** An error with the exit code and the last lines that the node wrote. */
export async function nodeFailure(docker: DockerClient, container: ContainerInfo): Promise<AppError> {
  const node = nodeOf(container);
  try {
    const details = await docker.getContainer(container.Id).inspect();
    const { ExitCode, Error: reason, OOMKilled } = details.State;
    const lastLines = await readLastLines(docker, container.Id, details.Config.Tty);
    const why = reason !== '' ? reason : OOMKilled ? 'it ran out of memory' : `its exit code is ${ExitCode}`;
    return new AppError('node-failed', `Node “${node}” ended right after its start: ${why}.`, {
      hint: `Its last lines say why. All of them: \`nxc logs ${node}\`.`,
      details: {
        node,
        command: { command: container.Image, exitCode: ExitCode, lastLines },
      },
    });
  } catch (error) {
    return new AppError(
      'node-failed',
      `Node “${node}” does not run: ${container.Status || container.State}.`,
      {
        hint: `See \`nxc logs ${node}\`.`,
        details: { node },
        cause: error,
      },
    );
  }
}

async function readLastLines(docker: DockerClient, identifier: string, tty: boolean): Promise<string[]> {
  const response = await streamLogs(docker, identifier, { tail: lastLogLines });
  const chunks: Uint8Array[] = [];
  const read = tty
    ? (chunk: Uint8Array) => chunks.push(chunk)
    : createFrameReader((_stream, bytes) => chunks.push(bytes));
  for await (const chunk of response) read(chunk as Uint8Array);
  return Buffer.concat(chunks)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

/** The same error, and who has the port if that is a container. */
export async function namePortOwner(
  docker: DockerClient,
  error: AppError,
  ports: readonly PublishedPort[],
): Promise<AppError> {
  const port = ports.find(({ hostPort }) => error.message.includes(`Port ${hostPort} `))?.hostPort;
  if (port === undefined) return error;
  const owners = await docker.listContainers({ filters: { publish: [String(port)] } }).catch(() => []);
  const owner = owners[0];
  if (owner === undefined) return error;
  const target = targetOfWorkingDirectory(owner.Labels[label.workingDirectory] ?? '');
  const [who, hint] =
    target === undefined
      ? [`the container “${nameOf(owner)}”`, `Stop it: \`docker stop ${nameOf(owner)}\`.`]
      : [
          `node “${nodeOf(owner)}” of the composition “${target.composition}” in ${target.directory}`,
          `Stop that deployment (\`nxc -d ${target.directory} stop -f docker\`), or give another host port in dockerPorts.`,
        ];
  return new AppError('port-taken', `${error.message.replace(/\.$/, '')} by ${who}.`, {
    hint,
    details: error.details,
    cause: error,
  });
}
