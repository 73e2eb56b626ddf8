/** Where Docker listens on this machine. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';

const systemSocket = '/var/run/docker.sock';

/**
 * Path of the daemon's socket, chosen as the `docker` command does: DOCKER_HOST, then the current context, then the
 * system's socket, then that of a daemon of this user's own (rootless, or Docker Desktop's).
 *
 * @throws AppError `unsupported` for a daemon that is reached over the network: the flavour mounts this machine's
 *   /nix/store into every node, which a daemon elsewhere does not have
 */
export async function findDockerSocket(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const chosen = environment.DOCKER_HOST || (await hostOfContext(environment));
  if (chosen) return socketPath(chosen);
  const candidates = [
    systemSocket,
    join(environment.XDG_RUNTIME_DIR || '/nonexistent', 'docker.sock'),
    join(environment.HOME ?? homedir(), '.docker/run/docker.sock'),
  ];
  return candidates.find((candidate) => existsSync(candidate)) ?? systemSocket;
}

/** The path in a `unix://…` address. */
export function socketPath(host: string): string {
  const path = /^unix:\/\/(.*)$/.exec(host)?.[1];
  if (path === undefined) {
    throw new AppError('unsupported', `DOCKER_HOST is “${host}”, but nodes need a Docker on this machine.`, {
      hint: 'Every node mounts this machine’s /nix/store. Unset DOCKER_HOST, or give a socket: DOCKER_HOST=unix:///path/to/docker.sock. With `docker context`, choose the default context.',
    });
  }
  return path === '' ? systemSocket : path;
}

async function hostOfContext(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = environment.DOCKER_CONFIG || join(environment.HOME ?? homedir(), '.docker');
  const name = environment.DOCKER_CONTEXT || (await readText(join(folder, 'config.json'), 'currentContext'));
  if (!name || name === 'default') return undefined;
  const identifier = createHash('sha256').update(name).digest('hex');
  return readText(join(folder, 'contexts/meta', identifier, 'meta.json'), 'Endpoints', 'docker', 'Host');
}

/** A text in a JSON file of the `docker` command; nothing if the file or the key is missing. */
async function readText(file: string, ...keys: string[]): Promise<string | undefined> {
  try {
    let value: unknown = JSON.parse(await readFile(file, 'utf8'));
    for (const key of keys) value = (value as Record<string, unknown> | undefined)?.[key];
    return typeof value === 'string' ? value : undefined;
  } catch {
    // The command line tool was never configured here: its defaults hold.
    return undefined;
  }
}
