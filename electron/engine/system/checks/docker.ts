/** The Docker daemon: there, allowed and answering. Its own client is not needed. */
import { askDocker, type DockerInfo, type DockerState } from '../dockerDaemon.ts';
import { type Finding, finding, type Verdict } from '../finding.ts';
import { findProgram, type Machine } from '../machine.ts';
import { installRemedies, startDockerRemedy } from '../remedies.ts';

const documentation = 'https://docs.docker.com/engine/install/';

export async function checkDocker(machine: Machine): Promise<Finding> {
  const docker = await askDocker(machine.environment);
  return finding(
    { id: 'docker', title: 'Docker daemon', neededBy: ['docker'] },
    docker.state === 'answers'
      ? { state: 'passed', description: describeDaemon(docker.info) }
      : await explain(machine, docker),
  );
}

function describeDaemon({ version, apiVersion, cgroupVersion }: DockerInfo): string {
  return `${version} (API ${apiVersion}, cgroup v${cgroupVersion})`;
}

async function explain(
  machine: Machine,
  docker: Exclude<DockerState, { state: 'answers' }>,
): Promise<Verdict> {
  if (docker.state === 'unusable') return { state: 'failed', description: docker.reason, documentation };
  const where = docker.socketPath;
  if (docker.state === 'forbidden') {
    return {
      state: 'failed',
      description:
        `This user (${machine.userName}) may not use ${where}. Members of the group “docker” may; ` +
        'membership counts from the next login on (or in a shell started by `newgrp docker`).',
      remedies: [
        {
          type: 'command',
          description: 'Add this user to the group “docker”, then log out and in again',
          argv: ['usermod', '-aG', 'docker', machine.userName],
          needsRoot: true,
        },
      ],
      documentation: 'https://docs.docker.com/engine/install/linux-postinstall/',
    };
  }
  if (machine.environment.DOCKER_HOST !== undefined) {
    return {
      state: 'failed',
      description:
        `No Docker daemon answers at ${where}, which the variable DOCKER_HOST names (${docker.reason}). ` +
        'Start that daemon, or use this machine’s own: unset DOCKER_HOST',
      documentation,
    };
  }
  const dockerd = await findProgram('dockerd', machine.environment, { administrator: true });
  if (dockerd === null) {
    return {
      state: 'failed',
      description: 'Docker is not installed. Nodes of the flavour docker run in it.',
      remedies: installRemedies(machine, 'docker'),
      documentation,
    };
  }
  return {
    state: 'failed',
    description: `Docker is installed (${dockerd}) but its daemon does not answer at ${where}: ${docker.reason}`,
    remedies: [startDockerRemedy(machine, dockerd)],
    documentation,
  };
}
