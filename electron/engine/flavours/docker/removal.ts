/** Taking containers, networks and volumes away. What is gone already is no failure. */
import type { ContainerInfo } from 'dockerode';
import type { DockerClient } from './api/client.ts';
import { tolerate } from './api/refusal.ts';

/** Seconds that a node's init is given to end by itself. */
const graceSeconds = 10;

/** Ends a container with its own stop signal, by force after the grace period, and removes it. */
export async function removeContainer(
  docker: DockerClient,
  container: Pick<ContainerInfo, 'Id' | 'State'>,
): Promise<void> {
  if (container.State === 'running' || container.State === 'restarting') {
    // Not modified (304): it ended by itself meanwhile.
    await tolerate([304, 404], docker.getContainer(container.Id).stop({ t: graceSeconds }));
  }
  await destroyContainer(docker, container.Id);
}

/** Removes a container at once, running or not. */
export async function destroyContainer(docker: DockerClient, identifier: string): Promise<void> {
  const container = docker.getContainer(identifier);
  const refused = await tolerate([404, 409], container.remove({ force: true, v: true }));
  // Conflict: somebody else is removing it. Gone is gone, so wait for that.
  if (refused === 409) await tolerate([404], container.wait({ condition: 'removed' }));
}

/** @returns whether it is gone; not if something else still uses it */
export async function removeNetwork(docker: DockerClient, identifier: string): Promise<boolean> {
  return (await tolerate([403, 404], docker.getNetwork(identifier).remove())) !== 403;
}

/** @returns whether it is gone; not if something else still uses it */
export async function removeVolume(docker: DockerClient, name: string): Promise<boolean> {
  return (await tolerate([404, 409], docker.getVolume(name).remove())) !== 409;
}
