/** Taking containers, networks and volumes away. What is gone already is no failure. */
import type { DockerClient } from './api/client.ts';
import { DockerRefusal } from './api/client.ts';
import type { ContainerSummary } from './api/types.ts';

/** Seconds that a node's init is given to end by itself. */
const graceSeconds = 10;

/** Ends a container with its own stop signal, by force after the grace period, and removes it. */
export async function removeContainer(
  docker: DockerClient,
  container: Pick<ContainerSummary, 'Id' | 'State'>,
): Promise<void> {
  const path = `/containers/${container.Id}`;
  if (container.State === 'running' || container.State === 'restarting') {
    await tolerate([404], docker.call({ method: 'POST', path: `${path}/stop`, query: { t: graceSeconds } }));
  }
  await destroyContainer(docker, container.Id);
}

/** Removes a container at once, running or not. */
export async function destroyContainer(docker: DockerClient, identifier: string): Promise<void> {
  const path = `/containers/${identifier}`;
  const refused = await tolerate(
    [404, 409],
    docker.call({ method: 'DELETE', path, query: { force: true, v: true } }),
  );
  // Conflict: somebody else is removing it. Gone is gone, so wait for that.
  if (refused === 409) {
    await tolerate(
      [404],
      docker.call({ method: 'POST', path: `${path}/wait`, query: { condition: 'removed' } }),
    );
  }
}

/** @returns whether it is gone; not if something else still uses it */
export async function removeNetwork(docker: DockerClient, identifier: string): Promise<boolean> {
  const path = `/networks/${identifier}`;
  const refused = await tolerate([403, 404], docker.call({ method: 'DELETE', path }));
  return refused !== 403;
}

/** @returns whether it is gone; not if something else still uses it */
export async function removeVolume(docker: DockerClient, name: string): Promise<boolean> {
  const refused = await tolerate([404, 409], docker.call({ method: 'DELETE', path: `/volumes/${name}` }));
  return refused !== 409;
}

/** The status of a refusal that is none here; `undefined` when the call succeeded. */
async function tolerate(statuses: readonly number[], call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof DockerRefusal && statuses.includes(error.status)) return error.status;
    throw error;
  }
}
