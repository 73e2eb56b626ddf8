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
import { removeContainer } from './removal.ts';
import { removeShared } from './sharedResources.ts';

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
  const removed: string[] = [];
  try {
    const containers = await listContainers(docker, target);
    if (containers.length > 0) work.report({ type: 'step', title: `Stopping ${containers.length} nodes` });
    await forEachConcurrently(containers, apiConcurrency, async (container) => {
      const node = nodeOf(container);
      throwIfCancelled(work.signal);
      work.report({ type: 'node', node, state: 'stopping' });
      await removeContainer(docker, container).catch((error: unknown) => {
        throw failed(error, node);
      });
      work.report({ type: 'node', node, state: 'removed' });
      removed.push(nameOf(container));
    });
    const projects = projectsOf(target, containers);
    const shared = await Promise.all(projects.map((project) => removeShared(docker, project)));
    removed.push(...shared.flatMap(({ gone }) => gone));
    const leftovers = shared.flatMap(({ inUse }) => inUse);
    const remaining = (await listContainers(docker, target)).map(nameOf);
    // What another project of the same name still uses is not ours to miss.
    const missed = [...remaining, ...leftovers.filter((name) => name.startsWith(`${projectName(target)}_`))];
    if (missed.length > 0) throw stillThere(missed);
    return removed;
  } catch (error) {
    throw failed(error);
  }
}

function stillThere(leftovers: readonly string[]): AppError {
  const network = leftovers.find((name) => name.endsWith(networkName('')));
  return new AppError(
    'conflict',
    `Not everything could be removed: ${leftovers.join(', ')} is still there.`,
    {
      hint:
        network === undefined
          ? 'Something was started or attached meanwhile. Stop again.'
          : `A container that is not a node uses the network: \`docker network inspect ${network}\` names it. Remove it, then stop again.`,
      retryable: true,
      details: { leftovers },
    },
  );
}
