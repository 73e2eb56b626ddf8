/**
 * Runs test scripts in the sandbox. A runner is one interpreter: it can be started before its script is known, and
 * run several scripts one after the other.
 */
import { AppError, toAppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { Ability } from './abilities.ts';
import type { DriverFiles } from './driverFiles.ts';
import type { Frame } from './driverProcess/framing.ts';
import { type Issue, type RunEnding, type SandboxMessage, sandboxMessage } from './messages.ts';
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
  readonly abilities: readonly Ability[];
}

/** A script with the names that were defined before it, or with none but its own. */
interface KeptNames {
  readonly keep: boolean;
}

export interface RunRequest extends ScriptText, KeptNames {
  /** Line in its file of the first line of the text. */
  readonly firstLine: number;
  /** Only statements with lines between these two are run. */
  readonly from: number;
  readonly to: number;
  /** Ask what to do at a statement that fails. */
  readonly pause: boolean;
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
  check(script: ScriptText & KeptNames, setting: RunSetting): Promise<readonly Issue[]>;
  /** Runs it to its end. A script that kills its interpreter has failed. */
  run(request: RunRequest, setting: RunSetting, hooks: RunHooks): Promise<RunEnding>;
  /** Asks something about what was defined by runs that keep their names; not while a script runs. */
  ask(question: { readonly type: 'complete' | 'parse' }, setting: RunSetting): Promise<unknown>;
  /** Makes the script stop where it is, if it is busy itself; a request that waits is ended by its own signal. */
  interrupt(): void;
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

  /** Requests of the script that have not been answered. */
  let pending = 0;

  function interruptBusy(): void {
    // A script that waits for a reply is told by the reply, a busy one by the byte.
    if (pending === 0) void sandbox.interrupt();
  }

  return {
    pid: sandbox.pid,
    async check(script, setting) {
      const issues = await converse(
        { type: 'check', ...pick(script), keep: script.keep, ...setting },
        (message) => (message.type === 'checked' ? { answer: message.issues } : null),
      );
      if (issues === null) throw endedUnexpectedly(exit);
      return issues;
    },
    async ask(question, setting) {
      const answer = await converse({ ...question, ...setting }, (message) =>
        message.type === 'answered' ? { answer: { of: message.answer } } : null,
      );
      if (answer === null) throw endedUnexpectedly(exit);
      return answer.of;
    },
    interrupt: interruptBusy,
    async run({ firstLine, from, to, pause, keep, ...script }, setting, { handler, print, signal }) {
      const answer = async (message: Extract<SandboxMessage, { type: 'request' }>): Promise<void> => {
        pending++;
        const reply = await handler.handle(message, signal);
        pending--;
        sandbox.send(reply);
      };
      let grace: NodeJS.Timeout | undefined;
      const interrupt = (): void => {
        interruptBusy();
        grace = setTimeout(() => sandbox.kill(), interruptGrace);
      };
      if (signal.aborted) interrupt();
      else signal.addEventListener('abort', interrupt, { once: true });
      try {
        const question = { type: 'run', ...pick(script), firstLine, from, to, pause, keep, ...setting };
        const ended = await converse({ ...question, interruptions: sandbox.interruptions }, (message) => {
          if (message.type === 'request') void answer(message);
          else if (message.type === 'printed') print(message.text, message.line);
          return message.type === 'ended' ? { answer: message } : null;
        });
        return ended ?? deathOfInterpreter(exit);
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

function deathOfInterpreter(exit: SandboxExit | null): RunEnding {
  const how = exit?.signal === null ? `exit code ${exit.exitCode}` : `signal ${exit?.signal ?? 'unknown'}`;
  const message = `The script ended its interpreter (${how}): it used up its memory, or did not react to being stopped.`;
  return { failure: { message, line: null, traceback: exit?.errorOutput ?? '' }, value: null };
}

/** The two things that the interpreter wants of a script. */
function pick({ name, source }: ScriptText): ScriptText {
  return { name, source };
}
