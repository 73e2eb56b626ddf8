/** Running programs in a node beside its init. */
import type { Socket } from 'node:net';
import { AppError } from '#shared/errors.ts';
import { type DockerClient, DockerRefusal } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { createFrameReader } from './api/frames.ts';
import type { ExecDetails } from './api/types.ts';

export interface ExecRequest {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly user?: string;
  readonly environment?: readonly string[];
}

export interface Exec {
  readonly identifier: string;
  /** The program's input and output; without a terminal the output is in frames. */
  readonly socket: Socket;
}

/** A container as far as programs can be run in it. */
export interface ExecTarget {
  readonly container: string;
  readonly node: string;
}

/** Starts a program. That its file does not exist shows only in its exit code (126 or 127). */
export async function startExec(
  docker: DockerClient,
  target: ExecTarget,
  request: ExecRequest,
): Promise<Exec> {
  try {
    const { Id } = await docker.call<{ Id: string }>({
      method: 'POST',
      path: `/containers/${target.container}/exec`,
      body: {
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: request.tty,
        Cmd: request.command,
        ...(request.user === undefined ? {} : { User: request.user }),
        ...(request.environment === undefined ? {} : { Env: request.environment }),
      },
    });
    const socket = await docker.hijack({
      method: 'POST',
      path: `/exec/${Id}/start`,
      body: { Detach: false, Tty: request.tty },
    });
    return { identifier: Id, socket };
  } catch (error) {
    throw execError(docker, target, error);
  }
}

/** What a program leaves behind. `null` when Docker does not tell its exit code. */
export async function readExitCode(docker: DockerClient, identifier: string): Promise<number | null> {
  const details = await docker.call<ExecDetails>({ path: `/exec/${identifier}/json` });
  return details.Running ? null : details.ExitCode;
}

export interface ExecOutcome {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Runs a program with empty input to its end. For single uses; a channel is forty times quicker. */
export async function runExec(
  docker: DockerClient,
  target: ExecTarget,
  command: readonly string[],
): Promise<ExecOutcome> {
  const { identifier, socket } = await startExec(docker, target, { command, tty: false });
  const outputs = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const read = createFrameReader((stream, bytes) => outputs[stream].push(bytes));
  socket.end();
  try {
    for await (const chunk of socket) read(chunk as Uint8Array);
    const exitCode = await readExitCode(docker, identifier);
    return { exitCode, stdout: Buffer.concat(outputs.stdout), stderr: Buffer.concat(outputs.stderr) };
  } catch (error) {
    throw execError(docker, target, error);
  }
}

/** An error of the daemon's about a program in a node. */
export function execError(docker: DockerClient, { node }: ExecTarget, error: unknown): AppError {
  if (error instanceof DockerRefusal && (error.status === 404 || error.status === 409)) {
    return new AppError('node-failed', `Node “${node}” does not run.`, {
      hint: '`nxc status` shows what runs; `nxc start` starts what is missing.',
      details: { node, raw: error.message },
      cause: error,
    });
  }
  return dockerError(error, {
    socketPath: docker.socketPath,
    doing: `run a program on node “${node}”`,
    node,
  });
}
