/** What this flavour needs of the machine. */
import { access, constants } from 'node:fs/promises';
import type { Check } from '#shared/contract/system.ts';
import type { AppError } from '#shared/errors.ts';
import type { DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';

const needed = { neededBy: ['docker'], documentation: 'docs/user-guide.md#docker' } satisfies Partial<Check>;

/** Oldest daemon whose requests are what this program sends. */
const oldestMajorVersion = 20;

export async function checkDocker(connect: () => Promise<DockerClient>): Promise<readonly Check[]> {
  return [await checkDaemon(connect), await checkStore()];
}

async function checkDaemon(connect: () => Promise<DockerClient>): Promise<Check> {
  const check = { id: 'docker-daemon', title: 'Docker daemon', ...needed };
  try {
    const docker = await connect();
    const { Version } = await docker
      .call<{ Version: string }>({ path: '/version' })
      .catch((error: unknown) => {
        throw dockerError(error, { socketPath: docker.socketPath, doing: 'tell its version' });
      });
    const isOld = Number.parseInt(Version, 10) < oldestMajorVersion;
    return {
      ...check,
      state: isOld ? 'warning' : 'passed',
      description: isOld
        ? `Docker ${Version} answers, but is older than what this program is made for (${oldestMajorVersion}).`
        : `Docker ${Version} answers at ${docker.socketPath}.`,
      fixes: [],
    };
  } catch (thrown) {
    const error = thrown as AppError;
    return { ...check, state: 'failed', description: error.message, fixes: fixesFor(error) };
  }
}

function fixesFor(error: AppError): Check['fixes'] {
  switch (error.code) {
    case 'permission-denied':
      return [
        {
          description: 'Join the group that may use Docker (log in again afterwards)',
          command: 'usermod -aG docker "$USER"',
          needsRoot: true,
        },
      ];
    case 'daemon-unreachable':
      return [
        {
          description: 'Start the Docker daemon',
          command: 'systemctl start docker',
          needsRoot: true,
        },
      ];
    default:
      return [];
  }
}

async function checkStore(): Promise<Check> {
  const readable = await access('/nix/store', constants.R_OK).then(
    () => true,
    () => false,
  );
  return {
    id: 'docker-store',
    title: 'Nix store for the nodes',
    ...needed,
    state: readable ? 'passed' : 'failed',
    description: readable
      ? '/nix/store is there for nodes to mount.'
      : '/nix/store does not exist on this machine; every node mounts it.',
    fixes: [],
  };
}
