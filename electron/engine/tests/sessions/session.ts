/**
 * An interpreter that is talked to: what one text defines is there for the next. A text that is run with pauses may
 * wait at a statement that failed; what is run then, runs there.
 */
import type { Target } from '#shared/contract/common.ts';
import type { SessionResult, SessionState } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../../jobs/workContext.ts';
import { foldersOf, locateFailure, settingOf } from '../executeScript.ts';
import {
  type Completion,
  completion,
  parseState,
  type RequestOf,
  type RunEnding,
  runEnding,
} from '../messages.ts';
import type { NodeBackend } from '../nodeBackend.ts';
import { createRequestHandler, type RequestHandler } from '../requestHandler.ts';
import type { RunRequest, TestRunner } from '../runner.ts';
import { lastLinesOf, type NodeLines } from '../runs/nodeLines.ts';
import type { TestScript } from '../testScript.ts';
import { createTimeline, type Timeline } from '../timeline.ts';
import { createPause, type Pause } from './pause.ts';

export interface SessionDependencies {
  readonly identifier: string;
  readonly target: Target;
  readonly backend: NodeBackend;
  /** What the nodes write while the session is open. */
  readonly lines: NodeLines;
  /** A fresh interpreter. */
  takeRunner(signal: AbortSignal): Promise<TestRunner>;
  /** The composition's own script. */
  builtScript(): Promise<TestScript>;
  changed(state: SessionState): void;
}

export interface SessionText {
  readonly script: TestScript;
  readonly firstLine: number;
  readonly from: number;
  readonly to: number;
  readonly pause: boolean;
}

export interface Session {
  readonly target: Target;
  readonly lines: NodeLines;
  state(): SessionState;
  /** Begins to get the interpreter ready. */
  open(): Promise<void>;
  /** @throws AppError `conflict` while another text runs, `cancelled` when the session is closed meanwhile */
  run(text: SessionText, work: WorkContext): Promise<SessionResult>;
  resume(action: 'again' | 'next' | 'fail'): void;
  /** Whether there was something to stop. */
  interrupt(): boolean;
  reset(): Promise<void>;
  complete(source: string, cursor: number): Promise<Completion>;
  parse(source: string): Promise<'complete' | 'incomplete' | 'invalid'>;
  close(): Promise<void>;
}

/** A text that is being run: by itself, or inside of a pause. */
interface Running {
  readonly abort: AbortController;
  readonly timeline: Timeline;
  readonly script: TestScript;
}

/** How long a text inside of a pause may take to end after it was interrupted, in milliseconds. */
const interruptGrace = 2000;

export function createSession(dependencies: SessionDependencies): Session {
  const { identifier, target, backend, lines } = dependencies;
  let runner: Promise<TestRunner> | undefined;
  let starting = new AbortController();
  let isStarting = false;
  let isClosed = false;
  /** The text that was begun last is the last of them. */
  const running: Running[] = [];
  let pause: Pause | null = null;
  let asking: Promise<unknown> = Promise.resolve();

  const current = (): Running | undefined => running.at(-1);
  const handler: RequestHandler = createRequestHandler(
    backend,
    foldersOf(target),
    () => current()?.timeline ?? createTimeline(() => {}),
    { script: dependencies.builtScript, pause: waitPaused },
  );

  function state(): SessionState {
    const paused = pause !== null && running.length === 1 ? pause : null;
    const busy = paused !== null ? 'paused' : running.length > 0 ? 'running' : 'idle';
    return {
      session: identifier,
      target,
      state: isClosed ? 'closed' : isStarting ? 'starting' : busy,
      pause: paused?.failure ?? null,
    };
  }

  const tell = (): void => dependencies.changed(state());

  async function waitPaused(
    request: RequestOf<'paused' | 'answered'>,
    signal: AbortSignal,
  ): Promise<unknown> {
    if (request.operation === 'answered') pause?.answered(request.answer);
    else {
      const script = running[0]?.script;
      pause = createPause(
        script === undefined
          ? { ...request.failure, position: null }
          : locateFailure(script, request.failure),
      );
    }
    const waiting = pause;
    if (waiting === null) return { action: 'fail' };
    if (request.operation === 'paused') tell();
    try {
      const command = await waiting.nextCommand(signal);
      if (command.action !== 'answer') pause = null;
      return command;
    } catch (error) {
      pause = null;
      throw error;
    } finally {
      tell();
    }
  }

  /** The interpreter that there is, or another one when it has ended. */
  async function interpreter(): Promise<TestRunner> {
    const known = runner;
    const found = await known?.catch(() => undefined);
    if (isClosed) throw closed();
    if (known !== runner) return interpreter();
    if (found?.hasEnded() === false) return found;
    starting = new AbortController();
    isStarting = true;
    tell();
    runner = dependencies.takeRunner(starting.signal);
    try {
      return await runner;
    } finally {
      isStarting = false;
      tell();
    }
  }

  async function runAlone(request: RunRequest, own: Running): Promise<RunEnding> {
    const program = await interpreter();
    return program.run(request, settingOf(target, backend), {
      handler: {
        // What runs inside of a pause can be stopped by itself.
        handle: (message, outer) => {
          const inner = current();
          const isOfPause = message.operation === 'paused' || message.operation === 'answered';
          const signal =
            inner === undefined || inner === own || isOfPause
              ? outer
              : AbortSignal.any([outer, inner.abort.signal]);
          return handler.handle(message, signal);
        },
        close: () => {},
      },
      print: (text, line) => current()?.timeline.print(text, line, null),
      signal: own.abort.signal,
    });
  }

  async function runInPause(at: Pause, request: RunRequest, own: Running): Promise<RunEnding> {
    const program = await interpreter();
    let grace: NodeJS.Timeout | undefined;
    own.abort.signal.addEventListener('abort', () => {
      program.interrupt();
      grace = setTimeout(() => void program.close(), interruptGrace);
    });
    try {
      const { keep: _, ...message } = request;
      return runEnding.parse(await at.ask({ type: 'run', ...message, interruptions: undefined }));
    } finally {
      clearTimeout(grace);
    }
  }

  /** One question after the other: their answers are not told apart. */
  function ask(question: {
    readonly type: 'complete' | 'parse';
    source: string;
    cursor?: number;
  }): Promise<unknown> {
    const answer = asking.then(async () => {
      if (pause !== null && running.length === 1) return pause.ask(question);
      if (running.length > 0 || isClosed) return null;
      return (await interpreter()).ask(question, settingOf(target, backend));
    });
    asking = answer.catch(() => {});
    return answer;
  }

  async function endRunner(): Promise<void> {
    starting.abort();
    const old = runner;
    runner = undefined;
    await old?.then((program) => program.close()).catch(() => {});
  }

  return {
    target,
    lines,
    state,
    async open() {
      await interpreter();
    },
    async run({ script, firstLine, from, to, pause: pauses }, work) {
      const at = pause;
      if (isClosed) throw closed();
      if (running.length > 1 || (running.length === 1 && at === null)) throw busy();
      const own: Running = { abort: new AbortController(), timeline: createTimeline(work.report), script };
      const stop = (): void => own.abort.abort();
      work.signal.addEventListener('abort', stop, { once: true });
      running.push(own);
      tell();
      const begun = performance.now();
      const request = { ...script, firstLine, from, to, pause: pauses && at === null, keep: true };
      try {
        const { failure, value } = await (at === null
          ? runAlone(request, own)
          : runInPause(at, request, own));
        own.timeline.close();
        const node = failure === null ? null : own.timeline.failedNodeAt(failure.line);
        return {
          value,
          durationMs: performance.now() - begun,
          statements: own.timeline.count,
          failure:
            failure === null
              ? null
              : {
                  ...locateFailure(script, failure),
                  node,
                  lastLines: await lastLinesOf(backend, lines, node),
                },
        };
      } finally {
        work.signal.removeEventListener('abort', stop);
        running.splice(running.indexOf(own), 1);
        if (running.length === 0) pause = null;
        tell();
      }
    },
    resume(action) {
      if (pause === null || running.length !== 1) {
        throw new AppError('conflict', 'The session is not paused.', {
          hint: 'Only a script that waits at a failed statement can go on.',
        });
      }
      pause.command({ action });
    },
    interrupt() {
      const latest = current();
      latest?.abort.abort();
      return latest !== undefined;
    },
    async reset() {
      await endRunner();
      await interpreter();
    },
    async complete(source, cursor) {
      const answer = completion.safeParse(await ask({ type: 'complete', source, cursor }));
      return answer.success ? answer.data : { start: Math.min(cursor, source.length), candidates: [] };
    },
    async parse(source) {
      const answer = parseState.safeParse(await ask({ type: 'parse', source }));
      return answer.success ? answer.data.state : 'complete';
    },
    async close() {
      isClosed = true;
      await endRunner();
      handler.close();
      lines.close();
      await backend.close();
      tell();
    },
  };
}

function busy(): AppError {
  return new AppError('conflict', 'The session is busy: a text runs in it already.', {
    hint: 'Wait for its end, or interrupt it.',
    retryable: true,
  });
}

function closed(): AppError {
  return new AppError('not-found', 'The session is closed.', { hint: 'Open another one.' });
}
