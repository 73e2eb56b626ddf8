/** A session of the interpreter as the prompt uses it: texts in, lines to show out. */
import type { Target } from '#shared/contract/common.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { SessionResult, SessionState } from '#shared/contract/tests.ts';

/** A text came to its end, or waits at a failed statement. */
export type Outcome =
  | { readonly type: 'ended'; readonly result: SessionResult }
  | { readonly type: 'paused'; readonly pause: NonNullable<SessionState['pause']> };

export interface ScriptToRun {
  readonly script?: { readonly name: string; readonly source: string };
  readonly fromLine?: number;
  readonly pauseOnFailure?: boolean;
}

export interface Conversation {
  run(text: ScriptToRun): Promise<Outcome>;
  /** Goes on from a pause. */
  resume(action: 'again' | 'next' | 'fail'): Promise<Outcome>;
  readonly isPaused: boolean;
  interrupt(): Promise<boolean>;
  reset(): Promise<void>;
  complete(source: string): Promise<{ readonly start: number; readonly texts: readonly string[] }>;
  wantsMore(source: string): Promise<boolean>;
  close(): Promise<void>;
}

/** @param show gets what texts tell while they run */
export async function openConversation(
  client: EngineClient,
  request: { readonly target: Target; readonly user?: string },
  show: (progress: JobProgress) => void,
): Promise<Conversation> {
  let paused: PromiseWithResolvers<Outcome> = Promise.withResolvers();
  /** The text that waits; what is run meanwhile runs inside of it. */
  let waiting: Promise<Outcome> | undefined;
  let session = '';

  const stopProgress = await client.jobs.progress.subscribe(({ kind, progress }) => {
    if (kind === 'session') show(progress);
  });
  const stopChanges = await client.tests.sessionChanged.subscribe((state) => {
    if (state.session !== session || state.state !== 'paused' || state.pause === null) return;
    paused.resolve({ type: 'paused', pause: state.pause });
  });
  ({ session } = await client.tests.openSession(request));

  async function untilPauseOrEnd(ended: Promise<Outcome>): Promise<Outcome> {
    const outcome = await Promise.race([ended, paused.promise]);
    waiting = outcome.type === 'paused' ? ended : undefined;
    return outcome;
  }

  async function begin(text: ScriptToRun): Promise<Outcome> {
    const handle = await client.tests.runInSession({ session, ...text });
    return { type: 'ended', result: await client.tests.sessionResult(handle) };
  }

  return {
    run(text) {
      if (waiting !== undefined) return begin(text);
      paused = Promise.withResolvers();
      return untilPauseOrEnd(begin(text));
    },
    async resume(action) {
      const ended = waiting;
      paused = Promise.withResolvers();
      await client.tests.resume({ session, action });
      return ended === undefined ? paused.promise : untilPauseOrEnd(ended);
    },
    get isPaused() {
      return waiting !== undefined;
    },
    interrupt: async () => (await client.tests.interrupt({ session })).interrupted,
    async reset() {
      waiting = undefined;
      await client.tests.reset({ session });
    },
    async complete(source) {
      const { start, candidates } = await client.tests.complete({ session, source, cursor: source.length });
      return { start, texts: candidates.map(({ text }) => text) };
    },
    wantsMore: async (source) => (await client.tests.parse({ session, source })).state === 'incomplete',
    async close() {
      stopProgress();
      stopChanges();
      await client.tests.closeSession({ session }).catch(() => {});
    },
  };
}
