/** Taking containers, networks and volumes away. What is gone already is no failure. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerInfo } from 'dockerode';
import type { DockerClient } from './api/client.ts';
import { tolerate } from './api/refusal.ts';

/** Seconds that a node's init is given to end by itself. */
const graceSeconds = 10;

/** Ends a container with its own stop signal, by force after the grace period; it is in no network any more then. */
export async function stopContainer(
  docker: DockerClient,
  { Id, State }: Pick<ContainerInfo, 'Id' | 'State'>,
): Promise<void> {
  if (['created', 'exited', 'dead', 'removing'].includes(State)) return;
  const container = docker.getContainer(Id);
  // One that is paused hears no signal. Conflict: it runs already.
  if (State === 'paused') await tolerate([404, 409, 500], container.unpause());
  // Not modified (304): it ended by itself meanwhile.
  await tolerate([304, 404], container.stop({ t: graceSeconds }));
}

/** Ends and removes a container. */
export async function removeContainer(
  docker: DockerClient,
  container: Pick<ContainerInfo, 'Id' | 'State'>,
): Promise<void> {
  await stopContainer(docker, container);
  await destroyContainer(docker, container.Id);
}

/** Removes a container at once, running or not. */
export async function destroyContainer(docker: DockerClient, identifier: string): Promise<void> {
  const container = docker.getContainer(identifier);
  const refused = await tolerate([404, 409], container.remove({ force: true, v: true }));
  // Conflict: somebody else is removing it. Gone is gone, so wait for that.
  if (refused === 409) await tolerate([404], container.wait({ condition: 'removed' }));
}

/** @returns whether it is gone; not if something is connected to it */
export async function removeNetwork(docker: DockerClient, identifier: string): Promise<boolean> {
  return (await tolerate([403, 404], docker.getNetwork(identifier).remove())) !== 403;
}

/** Pauses before the network is tried again, in milliseconds. */
const networkRetriesMs = [0, 50, 100, 200, 400];

export interface NetworkClearance {
  readonly gone: boolean;
  /** Names of containers that were connected to it. They go on without it. */
  readonly disconnected: readonly string[];
}

/**
 * Removes a network whatever is connected to it: a container of somebody else's, or nothing but Docker's own belief
 * that one is, which is what a container leaves that was being started when it was removed.
 */
export async function clearNetwork(docker: DockerClient, identifier: string): Promise<NetworkClearance> {
  const disconnected = new Set<string>();
  for (const pauseMs of networkRetriesMs) {
    if (await removeNetwork(docker, identifier)) return { gone: true, disconnected: [...disconnected] };
    await delay(pauseMs);
    for (const name of await disconnectAll(docker, identifier)) disconnected.add(name);
  }
  return { gone: await removeNetwork(docker, identifier), disconnected: [...disconnected] };
}

/** @returns names of the containers that were connected, as far as they exist */
async function disconnectAll(docker: DockerClient, identifier: string): Promise<string[]> {
  const network = docker.getNetwork(identifier);
  const { Containers = {} } = await network.inspect();
  const existing: string[] = [];
  for (const [container, { Name }] of Object.entries(Containers)) {
    if ((await tolerate([404], docker.getContainer(container).inspect())) === undefined) existing.push(Name);
    // By its name, which a connection without a container has too. What is refused is seen by the next try.
    await tolerate([403, 404, 409, 500], network.disconnect({ Container: Name, Force: true }));
  }
  return existing;
}

/** @returns whether it is gone; not if something else still uses it */
export async function removeVolume(docker: DockerClient, name: string): Promise<boolean> {
  return (await tolerate([404, 409], docker.getVolume(name).remove())) !== 409;
}
