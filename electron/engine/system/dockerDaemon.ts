/** The few questions that the checks ask the Docker daemon, without any library for it. */
import { access, constants } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

/** A daemon that is well answers in milliseconds; one that hangs must not hang the check. */
const patienceMs = 5_000;

export type DockerEndpoint =
  | { readonly type: 'socket'; readonly path: string }
  | { readonly type: 'network'; readonly host: string; readonly port: number; readonly url: string };

export interface DockerInfo {
  readonly version: string;
  readonly apiVersion: string;
  readonly cgroupVersion: string;
  readonly rootDirectory: string;
}

export type DockerState =
  | { readonly state: 'answers'; readonly info: DockerInfo }
  | { readonly state: 'absent' | 'forbidden' | 'silent'; readonly reason: string };

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

async function readInfo(endpoint: DockerEndpoint): Promise<DockerInfo> {
  const { body, apiVersion } = await askDockerFor(endpoint, '/info');
  return toInfo(body, apiVersion);
}

export interface DockerAnswer {
  /** The parsed JSON. */
  readonly body: unknown;
  readonly apiVersion: string;
}

/** Gets one document from the daemon. Rejects with what the system, or the daemon, says. */
export function askDockerFor(endpoint: DockerEndpoint, path: string): Promise<DockerAnswer> {
  const where =
    endpoint.type === 'socket' ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patienceMs);
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${patienceMs / 1000} s`)));
    const call = request({ ...where, path, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        try {
          if (response.statusCode !== 200)
            throw new Error(`it answers ${response.statusCode}: ${text.trim()}`);
          resolve({
            body: JSON.parse(text),
            apiVersion: String(response.headers['api-version'] ?? 'unknown'),
          });
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

async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
