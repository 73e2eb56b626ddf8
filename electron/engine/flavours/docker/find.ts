/** Finding deployments again: from Docker's labels, and from the files of the project. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerInfo } from 'dockerode';
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode, Deployment } from '#shared/contract/deployments.ts';
import { forEachConcurrently } from '../concurrently.ts';
import { isTargetLocked } from '../targetLock.ts';
import type { DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { type DeploymentFile, readDeploymentFile } from './deploymentFile.ts';
import { deploymentFiles, label, projectName } from './identity.ts';
import { apiConcurrency, listAllContainers, projectsOf } from './inventory.ts';
import { readCut } from './machines/cutNotes.ts';
import { describeNode, publishedPorts } from './nodeStates.ts';

const fileEnding = '::docker.json';

/** Every docker deployment on this machine, or those of one project with those that are lost. */
export async function findDeployments(
  docker: DockerClient,
  lockDirectory: string,
  directory?: string,
): Promise<Deployment[]> {
  const running = await listAllContainers(docker, directory).catch((error: unknown) => {
    throw dockerError(error, { socketPath: docker.socketPath, doing: 'list its containers' });
  });
  const found = await Promise.all(
    [...running.values()].map(({ target, containers }) =>
      describeDeployed(docker, target, containers, lockDirectory),
    ),
  );
  const lost = directory === undefined ? [] : await findLost(directory, found);
  return [...found, ...lost].sort((one, other) => compareTargets(one.target, other.target));
}

/** A deployment of which at least one container exists. */
export async function describeDeployed(
  docker: DockerClient,
  target: Target,
  containers: readonly ContainerInfo[],
  lockDirectory: string,
): Promise<Deployment> {
  const [file, newest, busy, endedAt, cut] = await Promise.all([
    readDeploymentFile(deploymentFiles(target).deployment),
    newestBuild(target),
    isTargetLocked(lockDirectory, projectName(target)),
    readEnds(docker, containers),
    readCut(docker, lockDirectory, containers),
  ]);
  const composeInfos = containers.map(({ Labels }) => Labels[label.composeInfo]);
  // A start keeps nodes that the newer build leaves as they are, labelled with the older build: its note says what they
  // all conform to. Another tool leaves neither: then the build that the project has is the best guess.
  const noted = file?.nxc?.composeInfo;
  const composeInfo = noted ?? composeInfos.find((path) => path !== undefined) ?? newest ?? '';
  const outdated =
    newest !== undefined &&
    noted !== newest &&
    composeInfos.some((path) => path !== undefined && path !== newest);
  const created = Math.min(...containers.map(({ Created }) => Created * 1000));
  return {
    target,
    identifier: projectsOf(target, containers).at(-1) ?? projectName(target),
    nodes: mergeNodes(
      containers.map((container) => describeNode(container, { busy, endedAt, cut })),
      file,
    ),
    composeInfo,
    startedAt: file?.nxc?.startedAt ?? created,
    freshness: outdated ? 'stale' : 'current',
    publishedPorts: publishedPorts(containers),
  };
}

/** When the ended ones among some containers ended: the list does not say. */
async function readEnds(
  docker: DockerClient,
  containers: readonly ContainerInfo[],
): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  const ended = containers.filter(({ State }) => State === 'exited' || State === 'dead');
  await forEachConcurrently(ended, apiConcurrency, async ({ Id }) => {
    // One that is removed meanwhile is told by the next look.
    const details = await docker
      .getContainer(Id)
      .inspect()
      .catch(() => undefined);
    const at = Date.parse(details?.State.FinishedAt ?? '');
    if (at > 0) ends.set(Id, at);
  });
  return ends;
}

/** Nodes in the order of the deployment's file, those it names that do not exist as absent, then any others. */
function mergeNodes(existing: readonly DeployedNode[], file: DeploymentFile | undefined): DeployedNode[] {
  const byName = new Map(existing.map((node) => [node.name, node]));
  const declared = Object.entries(file?.deployment ?? {}).map(([name, { role }]): DeployedNode => {
    const node = byName.get(name);
    byName.delete(name);
    return node === undefined ? { name, role, status: { state: 'absent' } } : { ...node, role };
  });
  const others = [...byName.values()].sort((one, other) =>
    one.name.localeCompare(other.name, 'en', { numeric: true }),
  );
  return [...declared, ...others];
}

async function findLost(directory: string, found: readonly Deployment[]): Promise<Deployment[]> {
  const names = await readdir(join(directory, 'deploy')).catch((): string[] => []);
  const lost: Deployment[] = [];
  for (const name of names) {
    if (!name.endsWith(fileEnding)) continue;
    const target: Target = { directory, composition: name.slice(0, -fileEnding.length), flavour: 'docker' };
    if (found.some((deployment) => deployment.target.composition === target.composition)) continue;
    const file = await readDeploymentFile(join(directory, 'deploy', name));
    if (file === undefined) continue;
    lost.push({
      target,
      identifier: file.nxc?.project ?? projectName(target),
      nodes: mergeNodes([], file),
      composeInfo: file.nxc?.composeInfo ?? '',
      startedAt: file.nxc?.startedAt ?? 0,
      freshness: 'lost',
      publishedPorts: [],
    });
  }
  return lost;
}

/** Where the newest build's out-link leads; nothing if there is none. */
async function newestBuild({ directory, composition }: Target): Promise<string | undefined> {
  try {
    return await realpath(join(directory, 'build', `${composition}::docker`));
  } catch {
    // Never built here, or its build was collected as garbage: nothing to compare with.
    return undefined;
  }
}

function compareTargets(one: Target, other: Target): number {
  return one.directory.localeCompare(other.directory) || one.composition.localeCompare(other.composition);
}
