/** Starting a machine's process, which then lives on its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { commandLine } from './commandLine.ts';
import type { QemuProgram } from './program.ts';
import { machineFiles } from './sockets.ts';
import type { MachineSpecification } from './specification.ts';

export interface LaunchedMachine {
  readonly pid: number;
  /** Program and parameters. */
  readonly command: readonly string[];
  /** Why it ended, if it did or is about to: for whoever has lost the connection to it. */
  whyEnded(): Promise<AppError | undefined>;
}

/** QEMU has its sockets within some hundredths of a second; on a busy machine it waits for its turn. */
const patienceMs = 30_000;
const lookMs = 4;

/** Between the end of QEMU's sockets and its own. */
const endingMs = 300;

/** A machine as QEMU is told of it. */
export interface MachineCommand {
  /** For messages. */
  readonly name: string;
  readonly folder: string;
  /** Without the program. */
  readonly parameters: readonly string[];
}

/**
 * Starts QEMU and waits until it can be talked to. The machine's folder must be there, and empty but for its identity.
 *
 * @param stateFile given to QEMU as descriptor 3
 * @throws AppError `port-taken`, `not-enough-memory`, `missing-program` or `node-failed` with QEMU's words
 */
export function launchMachine(
  program: QemuProgram,
  machine: MachineSpecification,
  environment: NodeJS.ProcessEnv,
  stateFile?: FileHandle,
): Promise<LaunchedMachine> {
  const name = machine.kind === 'node' ? machine.name : `template of ${machine.hardware.role}`;
  const command = { name, folder: machine.folder, parameters: commandLine(machine) };
  return launchCommand(program, command, environment, stateFile);
}

/** The same for a command line that is known. */
export async function launchCommand(
  program: QemuProgram,
  machine: MachineCommand,
  environment: NodeJS.ProcessEnv,
  stateFile?: FileHandle,
): Promise<LaunchedMachine> {
  const { name, parameters } = machine;
  await mkdir(machine.folder, { recursive: true, mode: 0o700 });
  const log = await open(join(machine.folder, machineFiles.qemuLog), 'a', 0o600);
  try {
    const child = spawn(program.path, [...parameters], {
      // A session of its own: what ends this program does not reach it.
      detached: true,
      env: environment,
      stdio: ['ignore', log.fd, log.fd, ...(stateFile === undefined ? [] : [stateFile.fd])],
    });
    let isOver = false;
    const ended = once(child, 'exit').then(
      () => undefined,
      (error: unknown) => error,
    );
    void ended.then(() => {
      isOver = true;
    });
    child.unref();
    const explain = async () => explainEnd(name, machine.folder, program, parameters, await ended);
    const deadline = Date.now() + patienceMs;
    while (!(await isListening(join(machine.folder, machineFiles.qmp)))) {
      await Promise.race([delay(lookMs), ended]);
      if (isOver) throw await explain();
      if (Date.now() > deadline) {
        child.kill('SIGKILL');
        throw failed(name, `QEMU was not ready within ${patienceMs / 1000} s`, program, parameters, []);
      }
    }
    return {
      pid: child.pid ?? 0,
      command: [program.path, ...parameters],
      async whyEnded() {
        await Promise.race([delay(endingMs), ended]);
        return isOver ? explain() : undefined;
      },
    };
  } finally {
    await log.close();
  }
}

/** The socket is there a moment before it can be connected to. */
function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function explainEnd(
  name: string,
  folder: string,
  program: QemuProgram,
  parameters: readonly string[],
  error: unknown,
): Promise<AppError> {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return new AppError('missing-program', `There is no ${program.path} in the PATH (any more).`, {
      hint: '`nxc doctor -f vm` gives the command that installs it.',
      cause: error,
    });
  }
  const text = await readFile(join(folder, machineFiles.qemuLog), 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const port = /Could not set up host forwarding rule 'tcp:127\.0\.0\.1:(\d+)/.exec(text)?.[1];
  if (port !== undefined) {
    return new AppError(
      'port-taken',
      `Port ${port} of this machine is taken, node “${name}” cannot have it.`,
      {
        hint: `See who has it: \`ss -ltnp 'sport = :${port}'\`. End that program, or publish another port.`,
        retryable: true,
        details: { node: name },
      },
    );
  }
  if (/cannot set up guest memory|Cannot allocate memory/i.test(text)) {
    return new AppError('not-enough-memory', `The system refuses the memory for node “${name}”.`, {
      hint: 'Start fewer nodes, give them less memory, or stop other programs.',
      retryable: true,
      details: { node: name, raw: text },
    });
  }
  return failed(
    name,
    lines.at(-1)?.replace(/^qemu-system-\w+: /, '') ?? 'QEMU ended at once',
    program,
    parameters,
    lines,
  );
}

function failed(
  name: string,
  why: string,
  program: QemuProgram,
  parameters: readonly string[],
  lines: readonly string[],
): AppError {
  return new AppError('node-failed', `The machine of node “${name}” did not start: ${why}.`, {
    hint: 'QEMU’s own words are below. `nxc doctor -f vm` looks for what is missing.',
    details: {
      node: name,
      command: {
        command: [program.path, ...parameters].join(' '),
        exitCode: null,
        lastLines: lines.slice(-10),
      },
    },
  });
}
