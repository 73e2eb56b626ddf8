/** Asks Docker itself, and not our own engine, what still carries a deployment's label. */
import { createDockerClient } from '#engine/flavours/docker/api/client.ts';
import { findDockerSocket } from '#engine/flavours/docker/api/socket.ts';

/** Everything with the label of a Compose project, as `container NAME`, `network NAME` and `volume NAME`. */
export async function whatDockerStillHas(
  composeProject: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const docker = await createDockerClient(await findDockerSocket(environment));
  const filters = { label: [`com.docker.compose.project=${composeProject}`] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return [
    ...containers.map(({ Names }) => `container ${Names.join(' ')}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    // Older daemons say `null` for none.
    ...(volumes ?? []).map(({ Name }) => `volume ${Name}`),
  ];
}
