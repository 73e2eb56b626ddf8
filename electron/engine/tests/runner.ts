/**
 * Runs test scripts in the sandbox. A runner is one interpreter: it can be started before its script is known, and
 * run several scripts one after the other.
 */
import { AppError, toAppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { DriverFiles } from './driverFiles.ts';
import type { Frame } from './driverProcess/framing.ts';
import { type Failure, type Issue, type SandboxMessage, sandboxMessage } from './messages.ts';
import type { RequestHandler } from './requestHandler.ts';
import type { Confinement } from './sandbox/confinement.ts';
import { type SandboxExit, type SandboxProcess, startSandbox } from './sandbox/sandboxProcess.ts';
import type { Snapshots } from './sandbox/snapshots.ts';

/** How long a script may take to end after it was interrupted, in milliseconds; then its process is killed. */
const interruptGrace = 2000;

/** How long the interpreter may take to be ready, in milliseconds; it takes two seconds without a snapshot. */
const readyTimeout = 60_000;

export interface RunnerOptions {
  /** Program of Node. */
  readonly node: string;
  readonly files: DriverFiles;
  readonly confinement: Confinement;
  readonly snapshots: Snapshots;
  /** What Python may use, in bytes. */
  readonly memoryBytes: number;
}

interface ScriptText {
  /** As it stands in tracebacks. */
  readonly name: string;
  readonly source: string;
}

interface RunSetting {
  readonly nodes: readonly string[];
  readonly flavour: FlavourName;
}

interface RunHooks {
  readonly handler: RequestHandler;
  /** A line that was printed, and the line of the script that did it, where that is known. */
  print(text: string, line: number | null): void;
  /** Aborting interrupts the script, wherever it is. */
  readonly signal: AbortSignal;
}

export interface TestRunner {
  /** What can be said before the script runs; empty when nothing is wrong with it. */
  check(script: ScriptText, setting: RunSetting): Promise<readonly Issue[]>;
  /** Runs it to its end; `null` when it passed. A script that kills its interpreter has failed. */
  run(script: ScriptText, setting: RunSetting, hooks: RunHooks): Promise<Failure | null>;
  /** Whether the runner keeps this process alive while it waits for a script. */
  keepAlive(wanted: boolean): void;
  /** Ends the interpreter and waits until it is gone. */
  close(): Promise<void>;
  /** Whether the interpreter is gone and can run nothing more. */
  hasEnded(): boolean;
  readonly pid: number | undefined;
}

/**
 * Starts an interpreter: from its snapshot if there is one, else anew, keeping a snapshot for the next time.
 *
 * @param signal aborting it ends an interpreter that is not ready yet
 * @throws AppError `internal` when it cannot be started, `cancelled`
 */
export async function startRunner(
  options: RunnerOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<TestRunner> {
  const { snapshots } = options;
  for (;;) {
    const snapshot = await snapshots.path();
    if (signal.aborted) throw notWanted();
    try {
      return await startFrom(snapshot, options, signal);
    } catch (error) {
      if (signal.aborted) throw notWanted();
      if (snapshot === null || toAppError(error).retryable) throw error;
      // Damaged, or made by an interpreter that differs in a way that its name does not tell.
      await snapshots.forget(snapshot);
    }
  }
}

async function startFrom(
  snapshot: string | null,
  options: RunnerOptions,
  signal: AbortSignal,
): Promise<TestRunner> {
  const { node, files, confinement, memoryBytes, snapshots } = options;
  const listeners = new Set<(message: SandboxMessage) => void>();
  const ready = Promise.withResolvers<void>();

  const receive = (frame: Frame): void => {
    if (frame.kind === 'bytes') {
      // Only a fresh interpreter that has not seen a script yet is worth keeping.
      // That it could not be kept (a full disk) costs time at the next start and nothing else.
      if (snapshot === null && !isReady) keeping = snapshots.keep(frame.payload).catch(() => {});
      return;
    }
    const message = parse(frame.payload);
    if (message === null) {
      sandbox.kill();
    } else if (message.type === 'ready') {
      isReady = true;
      ready.resolve();
    } else {
      for (const listener of listeners) listener(message);
    }
  };
  let isReady = false;
  let isLate = false;
  let keeping: Promise<void> | undefined;
  const sandbox: SandboxProcess = await startSandbox(
    { node, files, snapshot, memoryBytes, confinement },
    receive,
  );
  let exit: SandboxExit | null = null;
  void sandbox.exited.then((ended) => {
    exit = ended;
    ready.reject(startFailure(ended, isLate));
  });
  const giveUp = (): void => sandbox.kill();
  const late = setTimeout(() => {
    isLate = true;
    giveUp();
  }, readyTimeout);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    await ready.promise;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', giveUp);
  }

  /** Sends a question and listens until an answer to it has come; `null` when the process ended instead. */
  async function converse<Answer>(
    question: unknown,
    listen: (message: SandboxMessage) => { answer: Answer } | null,
  ): Promise<Answer | null> {
    const answered = Promise.withResolvers<Answer>();
    const listener = (message: SandboxMessage): void => {
      const found = listen(message);
      if (found !== null) answered.resolve(found.answer);
    };
    listeners.add(listener);
    try {
      sandbox.send(question);
      return await Promise.race([answered.promise, sandbox.exited.then(() => null)]);
    } finally {
      listeners.delete(listener);
    }
  }

  return {
    pid: sandbox.pid,
    async check(script, setting) {
      const issues = await converse({ type: 'check', ...script, ...setting }, (message) =>
        message.type === 'checked' ? { answer: message.issues } : null,
      );
      if (issues === null) throw endedUnexpectedly(exit);
      return issues;
    },
    async run(script, setting, { handler, print, signal }) {
      let pending = 0;
      const answer = async (message: Extract<SandboxMessage, { type: 'request' }>): Promise<void> => {
        pending++;
        const reply = await handler.handle(message, signal);
        pending--;
        sandbox.send(reply);
      };
      let grace: NodeJS.Timeout | undefined;
      const interrupt = (): void => {
        // A script that waits for a reply is told by the reply, a busy one by the byte.
        if (pending === 0) void sandbox.interrupt();
        grace = setTimeout(() => sandbox.kill(), interruptGrace);
      };
      if (signal.aborted) interrupt();
      else signal.addEventListener('abort', interrupt, { once: true });
      try {
        const ended = await converse({ type: 'run', ...script, ...setting }, (message) => {
          if (message.type === 'request') void answer(message);
          else if (message.type === 'printed') print(message.text, message.line);
          return message.type === 'ended' ? { answer: { failure: message.failure } } : null;
        });
        return ended === null ? deathOfInterpreter(exit) : ended.failure;
      } finally {
        signal.removeEventListener('abort', interrupt);
        clearTimeout(grace);
      }
    },
    keepAlive: (wanted) => sandbox.keepAlive(wanted),
    hasEnded: () => exit !== null,
    async close() {
      sandbox.kill();
      await sandbox.exited;
      await keeping;
    },
  };
}

/** `null` for what no honest sandbox says. */
function parse(payload: Buffer): SandboxMessage | null {
  try {
    const result = sandboxMessage.safeParse(JSON.parse(payload.toString('utf8')));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

function notWanted(): AppError {
  return new AppError('cancelled', 'The test was stopped before it began.');
}

function startFailure(exit: SandboxExit, isLate: boolean): AppError {
  // Somebody else has ended it, e.g. the system when memory ran out: that says nothing about the interpreter.
  const wasKilled = exit.signal === 'SIGKILL' && !isLate;
  if (wasKilled) {
    return new AppError('internal', 'The Python interpreter for test scripts was killed while it started.', {
      hint: 'It needs some 200 MB of memory. See that they are free, and run the test again.',
      retryable: true,
    });
  }
  return new AppError('internal', 'The Python interpreter for test scripts did not start.', {
    hint: 'Run nxc doctor. If it finds nothing, please report this with the text below.',
    details: { raw: exit.errorOutput },
  });
}

function endedUnexpectedly(exit: SandboxExit | null): AppError {
  return new AppError('internal', 'The Python interpreter for test scripts ended before the script ran.', {
    hint: 'Run the test again.',
    retryable: true,
    details: { raw: exit?.errorOutput ?? '' },
  });
}

function deathOfInterpreter(exit: SandboxExit | null): Failure {
  const how = exit?.signal === null ? `exit code ${exit.exitCode}` : `signal ${exit?.signal ?? 'unknown'}`;
  return {
    message: `The script ended its interpreter (${how}): it used up its memory, or did not react to being stopped.`,
    line: null,
    traceback: exit?.errorOutput ?? '',
  };
}
