/** Whether the Docker daemon that the flavour would use answers, and who it is. */
import { AppError } from '#shared/errors.ts';
import { createDockerClient } from '../flavours/docker/api/client.ts';
import { findDockerSocket } from '../flavours/docker/api/socket.ts';

/** A daemon that is well answers in milliseconds; one that hangs must not hang the check. */
const patienceMs = 5_000;

export interface DockerInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly cgroupVersion: string;
  readonly rootDirectory: string;
}

export type DockerState =
  | { readonly state: 'answers'; readonly socketPath: string; readonly info: DockerInfo }
  | {
      readonly state: 'absent' | 'forbidden' | 'silent';
      readonly socketPath: string;
      readonly reason: string;
    }
  /** Another machine's daemon was chosen, e.g. by DOCKER_HOST. */
  | { readonly state: 'unusable'; readonly reason: string };

/** Asks the daemon who it is. Never throws: not answering is an answer too. */
export async function askDocker(environment: NodeJS.ProcessEnv): Promise<DockerState> {
  let socketPath: string;
  try {
    socketPath = await findDockerSocket(environment);
  } catch (error) {
    return { state: 'unusable', reason: reasonOf(error) };
  }
  try {
    return { state: 'answers', socketPath, info: await readInfo(socketPath) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const state = code === 'EACCES' ? 'forbidden' : code === 'ENOENT' ? 'absent' : 'silent';
    const reason = code === 'ECONNRESET' ? `no answer within ${patienceMs / 1000} s` : reasonOf(error);
    return { state, socketPath, reason };
  }
}

async function readInfo(socketPath: string): Promise<DockerInfo> {
  const docker = await createDockerClient(socketPath, { timeoutMs: patienceMs });
  const [info, version]: [unknown, { ApiVersion?: string }] = await Promise.all([
    docker.info(),
    docker.version(),
  ]);
  if (typeof info !== 'object' || info === null || !('ServerVersion' in info)) {
    throw new Error('what answers there is not a Docker daemon');
  }
  const fields = info as Readonly<Record<string, unknown>>;
  return {
    version: String(fields.ServerVersion),
    apiVersion: version.ApiVersion ?? 'unknown',
    cgroupVersion: String(fields.CgroupVersion ?? '1'),
    rootDirectory: String(fields.DockerRootDir ?? '/var/lib/docker'),
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError) return `${error.message} ${error.hint ?? ''}`.trim();
  return error instanceof Error ? error.message : String(error);
}
