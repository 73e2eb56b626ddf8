/** Runs one Nix command: its log as events, its output as text, and an end that leaves nothing running. */
import { constants, setPriority } from 'node:os';
import { execa } from 'execa';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { emptyNixLog, type NixLog, reduceNixLog } from './internalJson.ts';
import { missingNix } from './missingNix.ts';
import { endProcessGroup } from './processTree.ts';

export interface NixCommand {
  /** Absolute path of the `nix` program. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Relative flake references such as `.#name` are resolved from here. */
  readonly directory: string;
}

export interface NixRunOptions {
  readonly signal?: AbortSignal;
  readonly report?: (progress: JobProgress) => void;
  /** Whether everything else on the machine goes before it. */
  readonly background?: boolean;
  /** The environment of the command as a whole; the user's own when left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface NixOutcome {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly log: NixLog;
}

/**
 * Runs Nix and waits for its end, also a bad one: judging the exit code is the caller's.
 *
 * @throws AppError `cancelled` when the signal was aborted (everything has ended then), `missing-program` when there
 *   is no such program
 */
export async function runNix(command: NixCommand, options: NixRunOptions = {}): Promise<NixOutcome> {
  throwIfCancelled(options.signal);
  const child = execa(command.program, [...command.arguments, '--log-format', 'internal-json'], {
    cwd: command.directory,
    ...(options.environment === undefined ? {} : { env: options.environment, extendEnv: false }),
    // A group of its own: interrupting it reaches Nix and its helpers and nobody else.
    detached: true,
    stdin: 'ignore',
    reject: false,
    buffer: { stdout: true, stderr: false },
  });
  if (options.background === true && child.pid !== undefined) makeWay(child.pid);
  let ending: Promise<void> | undefined;
  const interrupt = () => {
    if (child.pid !== undefined) ending = endProcessGroup(child.pid, child);
  };
  options.signal?.addEventListener('abort', interrupt, { once: true });
  try {
    const [log, result] = await Promise.all([followLog(child, options), child]);
    await ending;
    throwIfCancelled(options.signal);
    if (result.exitCode === undefined && result.signal === undefined) {
      throw missingNix(command.program, result.cause);
    }
    return { exitCode: result.exitCode ?? null, output: result.stdout, log };
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
  }
}

/** Gives a process the lowest priority. */
function makeWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the system has no priorities: then it works like any other.
  }
}

interface LineSource {
  iterable(options: { from: 'stderr' }): AsyncIterable<string | Uint8Array>;
}

async function followLog(child: LineSource, { report, signal }: NixRunOptions): Promise<NixLog> {
  let log = emptyNixLog;
  for await (const line of child.iterable({ from: 'stderr' })) {
    const step = reduceNixLog(log, String(line));
    log = step.log;
    for (const progress of step.progress) {
      // Nix tells the end of an interrupted builder in the same words as that of one that is done.
      if (signal?.aborted === true && progress.type === 'derivation') continue;
      report?.(progress);
    }
  }
  return log;
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new AppError('cancelled', 'Nix was stopped before it was done; nothing of it is left running.', {
    retryable: true,
  });
}
