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
    for (const name of shared.flatMap(({ disconnected }) => disconnected)) {
      work.report({ type: 'warning', message: disconnectedMessage(name) });
    }
    const remaining = (await listContainers(docker, target)).map(nameOf);
    // What another project of the same name still uses is not ours to miss.
    const own = projectName(target);
    const inUse = shared.flatMap((removal) => removal.inUse).filter((name) => name.startsWith(`${own}_`));
    if (remaining.length + inUse.length > 0) throw stillThere(own, remaining, inUse);
    return removed;
  } catch (error) {
    throw failed(error);
  }
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
