/** What a deployment is called in Docker, and how its containers are recognised: by labels, as Docker Compose does. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';

export const label = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  containerNumber: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
  configHash: 'com.docker.compose.config-hash',
  configFiles: 'com.docker.compose.project.config_files',
  /** The folder of the compose file: unique to a composition of a project, whoever started it. */
  workingDirectory: 'com.docker.compose.project.working_dir',
  version: 'com.docker.compose.version',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
  directory: 'nxc.directory',
  composition: 'nxc.composition',
  flavour: 'nxc.flavour',
  role: 'nxc.role',
  node: 'nxc.node',
  composeInfo: 'nxc.compose-info',
} as const;

/** The Compose whose labels these are: tools compare it as a number. */
const composeVersion = '2.26.1';

/** Where a deployment's files are, all under the project's folder. */
export interface DeploymentFiles {
  readonly artifactDirectory: string;
  readonly composeFile: string;
  /** Gives other tools the project's name. */
  readonly environmentFile: string;
  /** Mounted into every node. */
  readonly nodeDeployment: string;
  readonly deployment: string;
}

export function deploymentFiles({ directory, composition }: Target): DeploymentFiles {
  const artifactDirectory = join(directory, 'artifact', composition, 'docker');
  return {
    artifactDirectory,
    composeFile: join(artifactDirectory, 'docker-compose.json'),
    environmentFile: join(artifactDirectory, '.env'),
    nodeDeployment: join(artifactDirectory, 'deployment.json'),
    deployment: join(directory, 'deploy', `${composition}::docker.json`),
  };
}

/** The inverse of the above for a label's value: the composition that has its compose file in this folder. */
export function targetOfWorkingDirectory(workingDirectory: string): Target | undefined {
  const match = /^(.+)\/artifact\/([^/]+)\/docker\/?$/.exec(workingDirectory);
  const [, directory, composition] = match ?? [];
  if (directory === undefined || composition === undefined) return undefined;
  return { directory, composition, flavour: 'docker' };
}

/**
 * Name of the Compose project: readable, and made unique by the project's folder, so that neither two projects nor
 * two compositions ever meet.
 */
export function projectName({ directory, composition }: Target): string {
  const unique = createHash('sha256').update(`${directory}\0${composition}`).digest('hex').slice(0, 8);
  return ['nxc', slug(basename(directory), 24), slug(composition, 24), unique]
    .filter((part) => part !== '')
    .join('-');
}

/** What Compose allows in names: lower-case letters, digits, hyphens. */
function slug(text: string, maximumLength: number): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maximumLength)
    .replace(/^-+|-+$/g, '');
}

export function networkName(project: string): string {
  return `${project}_default`;
}

export function volumeName(project: string, volume: string): string {
  return `${project}_${volume}`;
}

export function containerName(project: string, node: string): string {
  return `${project}-${node}-1`;
}

/** Labels that the network, the volumes and the containers of a deployment have in common. */
export function deploymentLabels(target: Target, project: string): Record<string, string> {
  return {
    [label.project]: project,
    [label.version]: composeVersion,
    [label.directory]: target.directory,
    [label.composition]: target.composition,
    [label.flavour]: 'docker',
  };
}
