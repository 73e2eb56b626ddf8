/** What the nodes of a deployment share: its network and its volumes. */
import { forEachConcurrently } from '../concurrently.ts';
import type { DockerClient } from './api/client.ts';
import { tolerate } from './api/refusal.ts';
import { deploymentLabels, label, networkName } from './identity.ts';
import { apiConcurrency, listNetworks, listVolumes } from './inventory.ts';
import { clearNetwork, removeNetwork, removeVolume } from './removal.ts';
import type { DeploymentSpecification } from './specification.ts';

export async function createNetwork(
  docker: DockerClient,
  specification: DeploymentSpecification,
): Promise<void> {
  const { target, project } = specification;
  const creation = docker.createNetwork({
    Name: networkName(project),
    Driver: 'bridge',
    CheckDuplicate: true,
    Attachable: true,
    Labels: { ...deploymentLabels(target, project), [label.network]: 'default' },
  });
  // Conflict: it is there from an earlier start.
  await tolerate([409], creation);
}

/**
 * Leaves one network of the name. Docker's check for duplicates does not see one that is being made at that moment,
 * e.g. for a start that was killed.
 */
export async function removeDuplicateNetworks(docker: DockerClient, project: string): Promise<void> {
  const [, ...others] = (await listNetworks(docker, project)).filter(
    ({ Name }) => Name === networkName(project),
  );
  for (const { Id } of others) await removeNetwork(docker, Id);
}

export async function createVolumes(
  docker: DockerClient,
  specification: DeploymentSpecification,
): Promise<void> {
  const { target, project, volumes } = specification;
  await forEachConcurrently(volumes, apiConcurrency, async ({ name, key }) => {
    const labels = { ...deploymentLabels(target, project), [label.volume]: key };
    await docker.createVolume({ Name: name, Labels: labels });
  });
}

/** What a Compose project has besides its containers. */
export interface SharedResources {
  readonly networks: readonly { readonly Id: string; readonly Name: string }[];
  readonly volumes: readonly string[];
}

export async function findShared(docker: DockerClient, project: string): Promise<SharedResources> {
  const [networks, volumes] = await Promise.all([
    listNetworks(docker, project),
    listVolumes(docker, project),
  ]);
  return { networks, volumes };
}

export interface SharedRemoval {
  readonly gone: readonly string[];
  /** Still used by a container that is not of the project. */
  readonly inUse: readonly string[];
  /** Containers that are not of the project and were connected to its network. */
  readonly disconnected: readonly string[];
}

/** Removes networks and volumes; the containers of the project must be gone. */
export async function removeShared(
  docker: DockerClient,
  { networks, volumes }: SharedResources,
): Promise<SharedRemoval> {
  const outcomes = await Promise.all([
    ...networks.map(async ({ Id, Name }) => ({ name: Name, ...(await clearNetwork(docker, Id)) })),
    ...volumes.map(async (name) => ({ name, gone: await removeVolume(docker, name), disconnected: [] })),
  ]);
  return {
    gone: outcomes.filter(({ gone }) => gone).map(({ name }) => name),
    inUse: outcomes.filter(({ gone }) => !gone).map(({ name }) => name),
    disconnected: outcomes.flatMap(({ disconnected }) => disconnected),
  };
}
