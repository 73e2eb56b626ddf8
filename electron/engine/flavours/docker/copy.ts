/**
 * Copying files between this machine and a node, by `tar` inside the node: Docker's own archive requests do not see
 * what is mounted in memory there, such as /tmp and /run.
 */
import { basename, posix, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';
import { packTree, unpackTree } from '../archive.ts';
import type { DockerClient } from './api/client.ts';
import { createFrameReader } from './api/frames.ts';
import { type Exec, type ExecTarget, execError, readExitCode, runExec, startExec } from './exec.ts';
import { withShell } from './shells.ts';

/** Copies a file or folder into a node. An existing folder as the destination takes it in, as with `cp -r`. */
export async function copyToNode(
  docker: DockerClient,
  target: ExecTarget,
  source: string,
  destination: string,
): Promise<void> {
  const isFolder = destination.endsWith('/') || (await isDirectory(docker, target, destination));
  const folder = isFolder ? destination : posix.dirname(destination);
  const name = isFolder ? basename(resolve(source)) : posix.basename(destination);
  const archive = await packTree(resolve(source), name);
  const script = 'mkdir -p -- "$1" && tar -x -f - -C "$1"';
  const { handle, socket } = await openScript(docker, target, script, folder);
  const errors: Uint8Array[] = [];
  const read = createFrameReader((_stream, bytes) => errors.push(bytes));
  socket.on('data', read);
  archive.on('error', (error) => socket.destroy(error));
  archive.pipe(socket);
  try {
    await finished(socket, { writable: false });
    await finished(archive);
    await assertSucceeded(target, handle, errors, `${source} could not be copied to ${destination}`);
  } catch (error) {
    // What tar says tells more than that it did not read to the end.
    const said = Buffer.concat(errors).toString('utf8').trim();
    if (said !== '' && !(error instanceof AppError))
      throw copyFailed(target, `${source} could not be copied to ${destination}`, said);
    throw execError(docker, target, error);
  }
}

/** Copies a file or folder out of a node. An existing folder as the destination takes it in. */
export async function copyFromNode(
  docker: DockerClient,
  target: ExecTarget,
  source: string,
  destination: string,
): Promise<void> {
  const path = posix.resolve('/', source);
  const script = 'tar -c -f - -C "$1" -- "$2"';
  const { handle, socket } = await openScript(
    docker,
    target,
    script,
    posix.dirname(path),
    posix.basename(path),
  );
  const errors: Uint8Array[] = [];
  const unpacking = await unpackTree(posix.basename(path), resolve(destination));
  const read = createFrameReader((stream, bytes) => {
    if (stream === 'stderr') errors.push(Buffer.from(bytes));
    else if (!unpacking.input.write(bytes)) {
      socket.pause();
      unpacking.input.once('drain', () => socket.resume());
    }
  });
  socket.on('data', read);
  socket.end();
  try {
    await finished(socket, { writable: false });
    unpacking.input.end();
    await assertSucceeded(target, handle, errors, `${source} could not be copied from node “${target.node}”`);
    await unpacking.done;
  } catch (error) {
    unpacking.input.destroy();
    await unpacking.done.catch(() => undefined);
    throw execError(docker, target, error);
  }
}

function openScript(docker: DockerClient, target: ExecTarget, script: string, ...parameters: string[]) {
  return withShell(docker, target, async (shell) => {
    if (!(await shellExists(docker, target, shell))) return undefined;
    return startExec(docker, target, { command: [shell, '-c', script, shell, ...parameters], tty: false });
  });
}

async function shellExists(docker: DockerClient, target: ExecTarget, shell: string): Promise<boolean> {
  return (await runExec(docker, target, [shell, '-c', 'exit 0'])).exitCode === 0;
}

async function isDirectory(docker: DockerClient, target: ExecTarget, path: string): Promise<boolean> {
  return withShell(docker, target, async (shell) => {
    const { exitCode } = await runExec(docker, target, [shell, '-c', '[ -d "$1" ] || exit 3', shell, path]);
    return exitCode === 0 ? true : exitCode === 3 ? false : undefined;
  });
}

async function assertSucceeded(
  target: ExecTarget,
  handle: Exec['handle'],
  errors: readonly Uint8Array[],
  what: string,
): Promise<void> {
  const exitCode = await readExitCode(handle);
  if (exitCode === 0) return;
  throw copyFailed(target, what, Buffer.concat(errors).toString('utf8').trim());
}

function copyFailed({ node }: ExecTarget, what: string, said: string): AppError {
  const reason = said.split('\n')[0] ?? '';
  const isReadOnly = /read-only file system/i.test(said);
  const isMissing = /no such file|cannot stat/i.test(said);
  return new AppError(
    isReadOnly ? 'permission-denied' : isMissing ? 'not-found' : 'node-failed',
    `${what} on node “${node}”: ${isReadOnly ? 'that place is mounted read-only' : reason || 'tar failed'}.`,
    {
      hint: isReadOnly
        ? 'The Nix store is read-only in a node, and so are mounts marked `ro`. Choose another place, e.g. /root or /tmp.'
        : 'Look at the paths on the node: `nxc connect`. The node needs `tar` in its PATH.',
      details: { node, raw: said },
    },
  );
}
