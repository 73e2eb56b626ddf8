/** Interpreters for test scripts: one for each run, and one that is started before it is needed. */
import type { TestRunner } from './runner.ts';

/** How long an interpreter waits for a script, in milliseconds; it takes some 190 MB. */
const spareLifetime = 10 * 60 * 1000;

export interface RunnerSupply {
  /** Starts an interpreter now, so that the next `take` finds it ready. Does nothing while one is waiting. */
  prepare(): void;
  /**
   * The interpreter that was prepared, or a new one. It belongs to the caller, who closes it.
   *
   * @throws AppError `cancelled` when the signal is aborted before it is ready, `internal` when it cannot be started
   */
  take(signal: AbortSignal): Promise<TestRunner>;
  /** Ends the interpreter that is waiting, also one that has not quite started. */
  close(): Promise<void>;
}

interface Start {
  readonly runner: Promise<TestRunner>;
  /** Ends it as long as it is not ready. */
  giveUp(): void;
}

/** @param start starts an interpreter; aborting ends it as long as it is not ready */
export function createRunnerSupply(start: (signal: AbortSignal) => Promise<TestRunner>): RunnerSupply {
  let spare: (Start & { readonly expiry: NodeJS.Timeout }) | undefined;

  function begin(): Start {
    const stop = new AbortController();
    return { runner: start(stop.signal), giveUp: () => stop.abort() };
  }

  function claim(): Start | undefined {
    const claimed = spare;
    spare = undefined;
    clearTimeout(claimed?.expiry);
    return claimed;
  }

  async function discard(): Promise<void> {
    const unused = claim();
    unused?.giveUp();
    // One that could not be started need not be closed; whoever needs one is told by starting the next.
    await unused?.runner.then((runner) => runner.close()).catch(() => {});
  }

  async function ready({ runner, giveUp }: Start, signal: AbortSignal): Promise<TestRunner> {
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    try {
      return await runner;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    prepare() {
      if (spare !== undefined) return;
      const started = begin();
      spare = { ...started, expiry: setTimeout(() => void discard(), spareLifetime).unref() };
      // Nobody waits for it: neither does this process.
      started.runner.then((runner) => runner.keepAlive(spare?.runner !== started.runner)).catch(() => {});
    },
    async take(signal) {
      const prepared = claim();
      if (prepared !== undefined) {
        const runner = await ready(prepared, signal).catch(() => undefined);
        if (runner?.hasEnded() === false) {
          runner.keepAlive(true);
          return runner;
        }
      }
      return ready(begin(), signal);
    },
    close: discard,
  };
}
