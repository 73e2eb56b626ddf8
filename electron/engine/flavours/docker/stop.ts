/** Stopping a deployment: done only when Docker itself says that nothing of it is left. */
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../../jobs/workContext.ts';
import { throwIfCancelled } from '../cancellation.ts';
import { forEachConcurrently } from '../concurrently.ts';
import type { DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { networkName, projectName } from './identity.ts';
import { apiConcurrency, listContainers, nameOf, nodeOf, projectsOf } from './inventory.ts';
import { destroyContainer, stopContainer } from './removal.ts';
import { findShared, removeShared } from './sharedResources.ts';

/**
 * Removes the containers, the network and the volumes of a deployment.
 *
 * @returns names of what was removed
 * @throws AppError `conflict` with `details.leftovers` if something is still there, `cancelled`, or what Docker says
 */
export async function stopNodes(docker: DockerClient, target: Target, work: WorkContext): Promise<string[]> {
  const failed = (thrown: unknown, node?: string): AppError =>
    dockerError(thrown, {
      socketPath: docker.socketPath,
      doing: node === undefined ? 'stop the deployment' : `stop node “${node}”`,
      ...(node === undefined ? {} : { node }),
    });
  try {
    const own = projectName(target);
    const [containers, ownShared] = await Promise.all([
      listContainers(docker, target),
      findShared(docker, own),
    ]);
    const others = projectsOf(target, containers).filter((project) => project !== own);
    const shared = [ownShared, ...(await Promise.all(others.map((project) => findShared(docker, project))))];
    if (containers.length > 0) work.report({ type: 'step', title: `Stopping ${containers.length} nodes` });

    // Networks need not wait until the last node is taken away: once it has stopped, it is not connected any more.
    const disconnected = countdown(containers.length);
    const withoutNetworks = disconnected.done.then(() =>
      Promise.all(shared.map(({ networks }) => removeShared(docker, { networks, volumes: [] }))),
    );
    // Awaited below; until then a failure must not count as unhandled.
    withoutNetworks.catch(() => undefined);
    await forEachConcurrently(containers, apiConcurrency, async (container) => {
      const node = nodeOf(container);
      throwIfCancelled(work.signal);
      work.report({ type: 'node', node, state: 'stopping' });
      try {
        await stopContainer(docker, container);
        disconnected.count();
        await destroyContainer(docker, container.Id);
      } catch (error) {
        throw failed(error, node);
      }
      work.report({ type: 'node', node, state: 'removed' });
    });
    const [remaining, removals, ...volumeRemovals] = await Promise.all([
      listContainers(docker, target),
      withoutNetworks,
      ...shared.map(({ volumes }) => removeShared(docker, { networks: [], volumes })),
    ]);
    removals.push(...volumeRemovals);

    for (const name of removals.flatMap((removal) => removal.disconnected)) {
      work.report({ type: 'warning', message: disconnectedMessage(name) });
    }
    // What another project of the same name still uses is not ours to miss.
    const inUse = removals.flatMap((removal) => removal.inUse).filter((name) => name.startsWith(`${own}_`));
    if (remaining.length + inUse.length > 0) throw stillThere(own, remaining.map(nameOf), inUse);
    return [...containers.map(nameOf), ...removals.flatMap(({ gone }) => gone)];
  } catch (error) {
    throw failed(error);
  }
}

/** A promise that is kept once as many things have happened as were expected. */
function countdown(expected: number): { readonly done: Promise<void>; count(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = expected;
  if (left === 0) resolve();
  return {
    done: promise,
    count() {
      left -= 1;
      if (left === 0) resolve();
    },
  };
}

function disconnectedMessage(container: string): string {
  return `The container “${container}”, which is not a node, was connected to the nodes’ network. It runs on without it.`;
}

function stillThere(project: string, nodes: readonly string[], shared: readonly string[]): AppError {
  const leftovers = [...nodes, ...shared];
  return new AppError(
    'conflict',
    `Not everything could be removed: ${leftovers.join(', ')} is still there.`,
    {
      hint: hintFor(project, nodes, shared),
      retryable: true,
      details: { leftovers },
    },
  );
}

function hintFor(project: string, nodes: readonly string[], shared: readonly string[]): string {
  const [first] = shared;
  if (nodes.length > 0 || first === undefined) return 'Something was started meanwhile. Stop again.';
  return first === networkName(project)
    ? `Docker takes the network for used; \`docker network inspect ${first}\` says by what. Stop again; if that does not help, restart the Docker daemon.`
    : `A container that is not a node uses it: \`docker ps --all --filter volume=${first}\` names it. Remove it, then stop again.`;
}
