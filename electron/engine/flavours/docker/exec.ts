/** Running programs in a node beside its init. */
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { AppError } from '#shared/errors.ts';
import type { DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { createFrameReader } from './api/frames.ts';
import { refusalOf } from './api/refusal.ts';

export interface ExecRequest {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly user?: string;
  readonly environment?: readonly string[];
}

export interface Exec {
  readonly handle: Docker.Exec;
  /** The program's input and output; without a terminal the output is in frames. */
  readonly socket: Duplex;
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
    const handle = await docker.getContainer(target.container).exec({
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: request.tty,
      Cmd: [...request.command],
      ...(request.user === undefined ? {} : { User: request.user }),
      ...(request.environment === undefined ? {} : { Env: [...request.environment] }),
    });
    // The connection itself is handed over, with the pace of both its ends.
    const socket = await handle.start({ hijack: true, Detach: false, Tty: request.tty });
    return { handle, socket };
  } catch (error) {
    throw execError(docker, target, error);
  }
}

/** What a program leaves behind. `null` when Docker does not tell its exit code. */
export async function readExitCode(handle: Docker.Exec): Promise<number | null> {
  const { Running, ExitCode } = await handle.inspect();
  return Running ? null : ExitCode;
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
  const { handle, socket } = await startExec(docker, target, { command, tty: false });
  const outputs = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const read = createFrameReader((stream, bytes) => outputs[stream].push(bytes));
  socket.end();
  try {
    for await (const chunk of socket) read(chunk as Uint8Array);
    const exitCode = await readExitCode(handle);
    return { exitCode, stdout: Buffer.concat(outputs.stdout), stderr: Buffer.concat(outputs.stderr) };
  } catch (error) {
    throw execError(docker, target, error);
  }
}

/** An error of the daemon's about a program in a node. */
export function execError(docker: DockerClient, { node }: ExecTarget, error: unknown): AppError {
  const refusal = refusalOf(error);
  if (refusal?.status === 404 || refusal?.status === 409) {
    return new AppError('node-failed', `Node “${node}” does not run.`, {
      hint: '`nxc status` shows what runs; `nxc start` starts what is missing.',
      details: { node, raw: refusal.message },
      cause: error,
    });
  }
  return dockerError(error, {
    socketPath: docker.socketPath,
    doing: `run a program on node “${node}”`,
    node,
  });
}
