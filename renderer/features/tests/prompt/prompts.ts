/** Sessions of the interpreter as the window uses them: one for each target, shared by the prompt and the editor. */
import type { AppContext } from '#renderer/app/context.ts';
import { jobFeedOf } from '#renderer/features/run/jobFeed.ts';
import { targetKey } from '#renderer/features/run/operations.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { type Follower, follow } from '#renderer/store/follow.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { SessionState } from '#shared/contract/tests.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { isOf } from '../runs/keptRuns.ts';
import type { ScriptLines, ScriptPart } from '../scripts/editedScript.ts';
import { keepCells, readCells } from './keptCells.ts';
import { noPrompts, type PromptEvent, type PromptState, reducePrompt, type TextCell } from './promptState.ts';

type Request = Omit<Parameters<AppContext['client']['tests']['runInSession']>[0], 'session'>;

export interface TextToRun extends Request {
  /** As it is shown. */
  readonly shown: string;
  readonly title?: string;
  readonly lines?: ScriptLines;
  readonly part?: ScriptPart;
}

export interface Prompts extends ReadableSlice<PromptState> {
  sessionOf(target: Target): SessionState | null;
  /** Gets an interpreter ready, if there is none. */
  open(target: Target): Promise<void>;
  /** Runs a text to its end. While the session is paused it runs where the script waits. */
  run(target: Target, text: TextToRun): Promise<void>;
  /** Lets a script that waits fail where it is, so that another can be run. */
  endPause(target: Target): Promise<void>;
  resume(target: Target, action: 'again' | 'next' | 'fail'): Promise<void>;
  interrupt(target: Target): Promise<void>;
  reset(target: Target): Promise<void>;
}

function createPrompts(app: AppContext): Prompts {
  const { client, connection, deployments, notifications, workspace } = app;
  const slice = createSlice<PromptState, PromptEvent>({ ...noPrompts, cells: readCells() }, reducePrompt);
  const opening = new Map<string, Promise<string>>();
  /** The nodes that a session was opened on: it knows no others. */
  const nodesOfSession = new Map<string, string>();

  const sessionOf = (target: Target): SessionState | null =>
    Object.values(slice.getState().sessions).find((session) => isOf(session.target, target)) ?? null;

  const nodesNow = (target: Target): string =>
    (deploymentOf(deployments.getState(), target)?.nodes ?? [])
      .map(({ name }) => name)
      .sort()
      .join(' ');

  function note(target: Target, text: string): void {
    const cell = { kind: 'note', id: crypto.randomUUID(), text } as const;
    slice.dispatch({ type: 'added', target: targetKey(target), cell });
  }

  async function close(session: string): Promise<void> {
    nodesOfSession.delete(session);
    // Gone already is as good as closed.
    await client.tests.closeSession({ session }).catch(() => {});
  }

  async function begin(target: Target): Promise<string> {
    const state = await client.tests.openSession({ target });
    nodesOfSession.set(state.session, nodesNow(target));
    slice.dispatch({ type: 'session', session: state });
    return state.session;
  }

  /** The session's identifier; opens another one where there is none, or where it knows other nodes. */
  async function ensure(target: Target): Promise<string> {
    const key = targetKey(target);
    const known = sessionOf(target);
    const isSame =
      known !== null && (nodesOfSession.get(known.session) ?? nodesNow(target)) === nodesNow(target);
    if (isSame) return known.session;
    const under = opening.get(key);
    if (under !== undefined) return under;
    if (known !== null) {
      note(target, 'There are other nodes now: what was defined before is forgotten.');
      await close(known.session);
    }
    const begun = begin(target).finally(() => opening.delete(key));
    opening.set(key, begun);
    return begun;
  }

  async function awaitEnd(id: string, job: string): Promise<void> {
    const end = await client.tests.sessionResult({ job }).then(
      (result) => ({ kind: 'ended', result }) as const,
      (thrown: unknown) => ({ kind: 'problem', problem: toAppError(thrown).toJSON() }) as const,
    );
    slice.dispatch({ type: 'ended', id, end });
  }

  /** Waits until a session has left a state. */
  function until(target: Target, isThere: (session: SessionState | null) => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (isThere(sessionOf(target))) return resolve();
      const stop = slice.subscribe(() => {
        if (!isThere(sessionOf(target))) return;
        stop();
        resolve();
      });
    });
  }

  function follows(): () => void {
    let directory: string | null = null;
    let follower: Follower | undefined;
    return () => {
      const now = workspace.target()?.directory ?? null;
      if (now === directory) return;
      directory = now;
      follower?.stop();
      follower = undefined;
      slice.dispatch({ type: 'sessions', sessions: [] });
      if (now === null) return;
      follower = follow(connection, {
        event: client.tests.sessionChanged,
        snapshot: () => client.tests.sessions({ directory: now }),
        onSnapshot: (sessions) => slice.dispatch({ type: 'sessions', sessions }),
        onEvent: (session) => {
          if (session.target.directory === now) slice.dispatch({ type: 'session', session });
        },
        onError: (thrown) => notifications.fail('The Python prompt cannot be followed', thrown),
      });
    };
  }

  /** A session without nodes has nothing to talk to; its interpreter's memory is worth more elsewhere. */
  function closeWithoutNodes(): void {
    const state = deployments.getState();
    if (!state.known || state.problem !== null) return;
    for (const { session, target } of Object.values(slice.getState().sessions)) {
      if (target.directory !== state.directory || deploymentOf(state, target) !== null) continue;
      note(target, 'The nodes were stopped, and with them what was defined here is gone.');
      slice.dispatch({ type: 'session', session: { session, target, state: 'closed', pause: null } });
      void close(session);
    }
  }

  const followNow = follows();
  workspace.subscribe(followNow);
  followNow();
  deployments.subscribe(closeWithoutNodes);
  slice.subscribe(({ cells }, previous) => {
    if (cells !== previous.cells) keepCells(cells);
  });
  const left = Object.values(slice.getState().cells).flat();
  for (const cell of left.filter((one): one is TextCell => one.kind === 'text')) {
    if (cell.job === null) continue;
    jobFeedOf(app).replay(cell.job, 'session');
    void awaitEnd(cell.id, cell.job);
  }

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    sessionOf,
    async open(target) {
      await ensure(target);
    },
    async run(target, { shown, title, lines, part, ...request }) {
      const before = sessionOf(target);
      if (before?.state === 'running') {
        throw new AppError('conflict', 'The Python prompt is still at work.', {
          hint: 'Wait for its end, or interrupt it at the prompt (Ctrl-C).',
        });
      }
      const session = await ensure(target);
      const id = crypto.randomUUID();
      const cell: TextCell = {
        ...{ kind: 'text', id, source: shown, title: title ?? null, lines: lines ?? null },
        part: part ?? null,
        ...{ job: null, end: null, at: Date.now() },
      };
      slice.dispatch({ type: 'added', target: targetKey(target), cell });
      try {
        const { job } = await client.tests.runInSession({ session, ...request });
        slice.dispatch({ type: 'began', id, job });
        await awaitEnd(id, job);
      } catch (thrown) {
        slice.dispatch({ type: 'ended', id, end: { kind: 'problem', problem: toAppError(thrown).toJSON() } });
      }
    },
    async endPause(target) {
      const session = sessionOf(target);
      if (session?.state !== 'paused') return;
      await client.tests.resume({ session: session.session, action: 'fail' });
      await until(target, (now) => now === null || now.state === 'idle');
    },
    async resume(target, action) {
      const session = sessionOf(target);
      if (session !== null) await client.tests.resume({ session: session.session, action });
    },
    async interrupt(target) {
      const session = sessionOf(target);
      if (session !== null) await client.tests.interrupt({ session: session.session });
    },
    async reset(target) {
      const session = sessionOf(target);
      if (session === null) return;
      await client.tests.reset({ session: session.session });
      note(target, 'Everything that was defined is forgotten.');
    },
  };
}

export const promptsOf = perApp(createPrompts);
