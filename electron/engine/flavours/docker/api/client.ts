/** The Docker Engine API over this machine's socket, by dockerode: docs/decisions/0004-docker-through-dockerode.md. */
import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import type { ContainerCreateOptions, ContainerLogsOptions } from 'dockerode';

/** dockerode, and the socket that it talks to: errors name it. */
export type DockerClient = Docker & { readonly socketPath: string };

export interface DockerClientOptions {
  /** How long a connection may be silent during a call; for ever when left out. */
  readonly timeoutMs?: number;
}

/** A client for one socket. Nothing is sent before the first call. */
export async function createDockerClient(
  socketPath: string,
  { timeoutMs }: DockerClientOptions = {},
): Promise<DockerClient> {
  const { default: Dockerode } = await import('dockerode');
  // Without a host and a protocol dockerode would read DOCKER_HOST by itself; that has been done, by other rules.
  // Without an agent it shares Node's own, which keeps connections open between calls but no process alive.
  const docker = new Dockerode({ socketPath, host: '', protocol: 'http', timeout: timeoutMs });
  return Object.assign(docker, { socketPath });
}

/** Creates a container; its settings go into the request's body alone, not into its address too. */
export async function createContainer(
  docker: DockerClient,
  name: string,
  body: ContainerCreateOptions,
): Promise<string> {
  const options: ContainerCreateOptions & { _query: object; _body: object } = {
    _query: { name },
    _body: body,
  };
  return (await docker.createContainer(options)).id;
}

/** The log of a container as it arrives; dockerode's own method gathers one that is not followed, or decodes it. */
export function streamLogs(
  docker: DockerClient,
  identifier: string,
  options: ContainerLogsOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        method: 'GET',
        path: `/containers/${identifier}/logs?`,
        options: { stdout: true, stderr: true, ...options },
        isStream: true,
        statusCodes: { 200: true },
      },
      // With `isStream` the result is the response itself.
      (error, response) => (error === null ? resolve(response as IncomingMessage) : reject(error)),
    );
  });
}
