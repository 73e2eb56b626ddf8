/** What of a deployment exists in Docker at this moment. */
import type { ContainerInfo, NetworkInspectInfo } from 'dockerode';
import type { Target } from '#shared/contract/common.ts';
import type { DockerClient } from './api/client.ts';
import { deploymentFiles, label, projectName, targetOfWorkingDirectory } from './identity.ts';

/** How many requests Docker is given at once: more only queue up inside it. */
export const apiConcurrency = 8;

/** Every container of a deployment, whoever started it. */
export function listContainers(docker: DockerClient, target: Target): Promise<ContainerInfo[]> {
  const { artifactDirectory } = deploymentFiles(target);
  return docker.listContainers({
    all: true,
    filters: { label: [`${label.workingDirectory}=${artifactDirectory}`] },
  });
}

/** Containers of every deployment on this machine, or of those of one project. */
export async function listAllContainers(
  docker: DockerClient,
  directory?: string,
): Promise<Map<string, { target: Target; containers: ContainerInfo[] }>> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [label.workingDirectory] },
  });
  const deployments = new Map<string, { target: Target; containers: ContainerInfo[] }>();
  for (const container of containers) {
    const workingDirectory = container.Labels[label.workingDirectory] ?? '';
    const target = targetOfWorkingDirectory(workingDirectory);
    if (target === undefined || (directory !== undefined && target.directory !== directory)) continue;
    const known = deployments.get(workingDirectory);
    if (known === undefined) deployments.set(workingDirectory, { target, containers: [container] });
    else known.containers.push(container);
  }
  return deployments;
}

/** The Compose projects that containers of a deployment belong to: ours, and another tool's if it started some. */
export function projectsOf(target: Target, containers: readonly ContainerInfo[]): readonly string[] {
  const projects = containers.map(({ Labels }) => Labels[label.project]);
  return [...new Set([projectName(target), ...projects.filter((project) => project !== undefined)])];
}

/** Networks of a Compose project. Docker may hold several of one name: only their identifiers tell them apart. */
export function listNetworks(docker: DockerClient, project: string): Promise<NetworkInspectInfo[]> {
  return docker.listNetworks({ filters: { label: [`${label.project}=${project}`] } });
}

export async function listVolumes(docker: DockerClient, project: string): Promise<string[]> {
  const { Volumes } = await docker.listVolumes({ filters: { label: [`${label.project}=${project}`] } });
  // Older daemons say `null` for none.
  return (Volumes ?? []).map(({ Name }) => Name);
}

/** The node's name that a container carries; Compose's own containers carry it as the service. */
export function nodeOf(container: ContainerInfo): string {
  return container.Labels[label.node] ?? container.Labels[label.service] ?? nameOf(container);
}

export function nameOf(container: ContainerInfo): string {
  return container.Names[0]?.replace(/^\//, '') ?? container.Id.slice(0, 12);
}

/** How far apart two looks are that must be the same, and how many there are at most. */
const quietMs = 250;
const mostLooks = 20;

/**
 * Waits until Docker has done what a process that was killed had asked it for: requests that were under way are
 * carried out all the same.
 */
export async function waitUntilQuiet(docker: DockerClient, target: Target): Promise<void> {
  let last: string | undefined;
  for (let count = 0; count < mostLooks; count += 1) {
    const [containers, networks] = await Promise.all([
      listContainers(docker, target),
      listNetworks(docker, projectName(target)),
    ]);
    const now = [...containers.map(({ Id, State }) => `${Id} ${State}`), ...networks.map(({ Id }) => Id)]
      .sort()
      .join('\n');
    if (now === last) return;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}
