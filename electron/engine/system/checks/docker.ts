/** The Docker daemon: there, allowed and answering. Its client is not needed. */
import { access, constants } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { type Finding, finding, type Verdict } from '../finding.ts';
import { findProgram, type Machine } from '../machine.ts';
import { installRemedies, startDockerRemedy } from '../remedies.ts';

/** A daemon that is well answers in milliseconds; one that hangs must not hang the check. */
const patienceMs = 5_000;

const documentation = 'https://docs.docker.com/engine/install/';

export type DockerEndpoint =
  | { readonly type: 'socket'; readonly path: string }
  | { readonly type: 'network'; readonly host: string; readonly port: number; readonly url: string };

export interface DockerInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly cgroupVersion: string;
  readonly rootDirectory: string;
}

type DockerState =
  | { readonly state: 'answers'; readonly info: DockerInfo }
  | { readonly state: 'absent' | 'forbidden' | 'silent'; readonly reason: string };

export async function checkDocker(machine: Machine): Promise<Finding> {
  const endpoint = await dockerEndpoint(machine.environment);
  const docker = await askDocker(endpoint);
  return finding(
    { id: 'docker', title: 'Docker daemon', neededBy: ['docker'] },
    docker.state === 'answers'
      ? { state: 'passed', description: describeDaemon(docker.info) }
      : await explain(machine, endpoint, docker),
  );
}

/** Where the daemon listens: `DOCKER_HOST`, the system's socket, or a rootless daemon's. */
export async function dockerEndpoint(environment: NodeJS.ProcessEnv): Promise<DockerEndpoint> {
  const host = environment.DOCKER_HOST;
  if (host?.startsWith('unix://')) return { type: 'socket', path: host.slice('unix://'.length) };
  if (host !== undefined && URL.canParse(host)) {
    const { hostname, port } = new URL(host);
    return { type: 'network', host: hostname, port: Number(port || 2375), url: host };
  }
  const system = '/var/run/docker.sock';
  const runtime = environment.XDG_RUNTIME_DIR;
  if (runtime === undefined || (await exists(system))) return { type: 'socket', path: system };
  const rootless = join(runtime, 'docker.sock');
  return { type: 'socket', path: (await exists(rootless)) ? rootless : system };
}

/** Asks the daemon who it is. Never throws: not answering is an answer too. */
export async function askDocker(endpoint: DockerEndpoint): Promise<DockerState> {
  try {
    return { state: 'answers', info: await readInfo(endpoint) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason = error instanceof Error ? error.message : String(error);
    if (code === 'EACCES') return { state: 'forbidden', reason };
    return { state: code === 'ENOENT' ? 'absent' : 'silent', reason };
  }
}

function readInfo(endpoint: DockerEndpoint): Promise<DockerInfo> {
  const where =
    endpoint.type === 'socket' ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${patienceMs / 1000} s`)));
    const call = request({ ...where, path: '/info', signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          const answer: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          resolve(toInfo(answer, String(response.headers['api-version'] ?? 'unknown')));
        } catch (error) {
          reject(error);
        }
      });
    });
    call.on('error', reject);
    call.end();
  });
}

function toInfo(answer: unknown, apiVersion: string): DockerInfo {
  if (typeof answer !== 'object' || answer === null || !('ServerVersion' in answer)) {
    throw new Error('what answers there is not a Docker daemon');
  }
  const fields = answer as Readonly<Record<string, unknown>>;
  return {
    version: String(fields.ServerVersion),
    apiVersion,
    cgroupVersion: String(fields.CgroupVersion ?? '1'),
    rootDirectory: String(fields.DockerRootDir ?? '/var/lib/docker'),
  };
}

function describeDaemon({ version, apiVersion, cgroupVersion }: DockerInfo): string {
  return `${version} (API ${apiVersion}, cgroup v${cgroupVersion})`;
}

async function explain(
  machine: Machine,
  endpoint: DockerEndpoint,
  docker: Exclude<DockerState, { state: 'answers' }>,
): Promise<Verdict> {
  const where = endpoint.type === 'socket' ? endpoint.path : endpoint.url;
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
  if (endpoint.type === 'network' || machine.environment.DOCKER_HOST !== undefined) {
    return {
      state: 'failed',
      description: `No Docker daemon answers at ${where}, which the variable DOCKER_HOST names: ${docker.reason}`,
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

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
