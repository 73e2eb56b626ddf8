/** Makes what runs equal to what is asked for: unchanged nodes are kept, others replaced, missing ones created. */
import type { ContainerInfo } from 'dockerode';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../../jobs/workContext.ts';
import { throwIfCancelled } from '../cancellation.ts';
import { forEachConcurrently } from '../concurrently.ts';
import { startFailure } from '../startFailure.ts';
import { createContainer, type DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { isRefusal, refusalOf } from './api/refusal.ts';
import { label } from './identity.ts';
import { loadImages } from './image.ts';
import { apiConcurrency, listContainers, nameOf, nodeOf } from './inventory.ts';
import { namePortOwner, nodeFailure } from './nodeFailure.ts';
import { destroyContainer, removeContainer } from './removal.ts';
import { staysUp } from './settling.ts';
import {
  createNetwork,
  createVolumes,
  findShared,
  removeDuplicateNetworks,
  removeShared,
} from './sharedResources.ts';
import type { DeploymentSpecification, NodeSpecification } from './specification.ts';

/** What concerns one node only: the others go on. Everything else ends the start. */
const codesOfOneNode = new Set(['node-failed', 'port-taken', 'not-found']);

/**
 * @returns the containers of the deployment as they are in the end
 * @throws AppError `node-failed` or `port-taken` if nodes do not run (the others do); after any other error, and when
 *   cancelled, what this start had created is removed again, or named in `details.leftovers`
 */
export async function startNodes(
  docker: DockerClient,
  specification: DeploymentSpecification,
  work: WorkContext,
): Promise<ContainerInfo[]> {
  const created = new Map<string, string>();
  let network: Promise<void> = Promise.resolve();
  try {
    network = createNetwork(docker, specification);
    // Awaited below, together with what goes on meanwhile; until then a failure must not count as unhandled.
    network.catch(() => undefined);
    const [existing] = await Promise.all([
      listContainers(docker, specification.target),
      createVolumes(docker, specification),
    ]);
    const plan = compare(specification, existing);
    await removeOutdated(docker, plan.outdated, work);
    const failures = await createNodes(docker, specification, plan.missing, network, created, work);
    await network;
    throwIfCancelled(work.signal);
    const containers = await listContainers(docker, specification.target);
    for (const container of containers) {
      const node = nodeOf(container);
      if (container.State === 'running' || failures.has(node)) continue;
      work.report({ type: 'node', node, state: 'failed' });
      failures.set(node, await nodeFailure(docker, container));
    }
    if (failures.size > 0) throw startFailure(failures, specification.nodes.length);
    return containers;
  } catch (thrown) {
    const error = dockerError(thrown, { socketPath: docker.socketPath, doing: 'start the deployment' });
    if (codesOfOneNode.has(error.code)) throw error;
    // What is still being made could not be taken back.
    await network.catch(() => undefined);
    throw await undo(docker, specification, created, error);
  }
}

interface StartPlan {
  readonly outdated: readonly ContainerInfo[];
  readonly missing: readonly NodeSpecification[];
}

function compare(specification: DeploymentSpecification, existing: readonly ContainerInfo[]): StartPlan {
  const hashes = new Map(specification.nodes.map((node) => [node.containerName, node.hash]));
  const kept = existing.filter(
    (container) =>
      container.State === 'running' && hashes.get(nameOf(container)) === container.Labels[label.configHash],
  );
  const keptNames = new Set(kept.map(nameOf));
  return {
    outdated: existing.filter((container) => !kept.includes(container)),
    missing: specification.nodes.filter(({ containerName }) => !keptNames.has(containerName)),
  };
}

/** Old nodes go before new ones come: they may hold a port or a name that is needed. */
async function removeOutdated(
  docker: DockerClient,
  containers: readonly ContainerInfo[],
  work: WorkContext,
): Promise<void> {
  await forEachConcurrently(containers, apiConcurrency, async (container) => {
    throwIfCancelled(work.signal);
    work.report({ type: 'node', node: nodeOf(container), state: 'stopping' });
    await removeContainer(docker, container);
    work.report({ type: 'node', node: nodeOf(container), state: 'removed' });
  });
}

/** Creates and starts nodes, and waits until they stay up; what fails for one node alone is returned by node. */
async function createNodes(
  docker: DockerClient,
  specification: DeploymentSpecification,
  nodes: readonly NodeSpecification[],
  network: Promise<void>,
  created: Map<string, string>,
  work: WorkContext,
): Promise<Map<string, AppError>> {
  const settling: Promise<void>[] = [];
  const failures = new Map<string, AppError>();
  const create = createContainers(docker, specification, work.signal);
  if (nodes.length > 0)
    work.report({ type: 'step', title: `Creating ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}` });
  async function begin(node: NodeSpecification): Promise<void> {
    throwIfCancelled(work.signal);
    work.report({ type: 'node', node: node.name, state: 'creating' });
    const identifier = await create(node);
    created.set(node.containerName, identifier);
    // A container can be created before its network is: only starting it needs the network.
    await network;
    throwIfCancelled(work.signal);
    work.report({ type: 'node', node: node.name, state: 'starting' });
    await startContainer(docker, identifier, specification.project);
    // The next node is begun meanwhile. Awaited below; until then a failure must not count as unhandled.
    const settled = settle(docker, node.name, identifier, work);
    settled.catch(() => undefined);
    settling.push(settled);
  }

  async function fail(node: NodeSpecification, thrown: unknown): Promise<void> {
    const doing = `start node “${node.name}”`;
    const error = dockerError(thrown, { socketPath: docker.socketPath, doing, node: node.name });
    if (!codesOfOneNode.has(error.code)) throw error;
    work.report({ type: 'node', node: node.name, state: 'failed' });
    const isPort = error.code === 'port-taken';
    failures.set(node.name, isPort ? await namePortOwner(docker, error, node.ports) : error);
  }

  try {
    await forEachConcurrently(nodes, apiConcurrency, (node) =>
      begin(node).catch((thrown: unknown) => fail(node, thrown)),
    );
  } finally {
    await Promise.allSettled(settling);
  }
  await Promise.all(settling);
  return failures;
}

/** One that ends is found and told with its reason by the look at all nodes that follows. */
async function settle(
  docker: DockerClient,
  node: string,
  identifier: string,
  work: WorkContext,
): Promise<void> {
  if (await staysUp(docker, identifier)) work.report({ type: 'node', node, state: 'running' });
}

async function startContainer(docker: DockerClient, identifier: string, project: string): Promise<void> {
  const start = () => docker.getContainer(identifier).start();
  try {
    await start();
  } catch (error) {
    if (!/network .* is ambiguous/.test(refusalOf(error)?.message ?? '')) throw error;
    await removeDuplicateNetworks(docker, project);
    await start();
  }
}

/** Creates containers; if Docker does not have the image, it is loaded, once for all of them. */
function createContainers(
  docker: DockerClient,
  { build }: DeploymentSpecification,
  signal: AbortSignal,
): (node: NodeSpecification) => Promise<string> {
  let loading: Promise<void> | undefined;
  const create = ({ containerName, body }: NodeSpecification) => createContainer(docker, containerName, body);
  return async (node) => {
    try {
      return await create(node);
    } catch (error) {
      if (!(isRefusal(error, 404) && /image/i.test(refusalOf(error)?.message ?? ''))) throw error;
      loading ??= loadImages(docker, build, signal);
      await loading;
      return create(node);
    }
  };
}

/** Takes back what a start created; names what it could not. */
async function undo(
  docker: DockerClient,
  specification: DeploymentSpecification,
  created: ReadonlyMap<string, string>,
  error: AppError,
): Promise<AppError> {
  const leftovers = new Set(created.keys());
  try {
    await forEachConcurrently([...created], apiConcurrency, async ([name, identifier]) => {
      await destroyContainer(docker, identifier);
      leftovers.delete(name);
    });
    const remaining = await listContainers(docker, specification.target);
    if (remaining.length === 0) {
      const { inUse } = await removeShared(docker, await findShared(docker, specification.project));
      for (const name of inUse) leftovers.add(name);
    }
  } catch {
    // The daemon is gone, or refuses: the first error tells why, the leftovers tell the rest.
  }
  if (leftovers.size === 0) return error;
  const names = [...leftovers];
  return new AppError(error.code, `${error.message} Still there: ${names.join(', ')}.`, {
    ...(error.docs === undefined ? {} : { docs: error.docs }),
    hint: `${error.hint ?? ''} \`nxc stop\` removes what is left.`.trim(),
    retryable: error.retryable,
    details: { ...error.details, leftovers: names },
    cause: error,
  });
}
