/** The language server of a window: started for the open project, told of its texts, started again when it dies. */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { editorOf } from '../editor.ts';
import { createFollowedTexts } from './followedTexts.ts';
import type { ServerDiagnostic } from './protocol.ts';
import type { ServerSession } from './serverSession.ts';

export interface LanguageServerState {
  readonly phase: 'none' | 'starting' | 'running' | 'failed';
  /** As people call it, e.g. `nixd`; empty for none. */
  readonly name: string;
  readonly problem: AppError | null;
  /** What it found, by the path of the file. */
  readonly diagnostics: Readonly<Record<string, readonly ServerDiagnostic[]>>;
}

type ServerEvent =
  | { readonly type: 'none' }
  | { readonly type: 'starting'; readonly name: string }
  | { readonly type: 'running' }
  | { readonly type: 'failed'; readonly problem: AppError }
  | { readonly type: 'found'; readonly path: string; readonly diagnostics: readonly ServerDiagnostic[] };

const noServer: LanguageServerState = { phase: 'none', name: '', problem: null, diagnostics: {} };

function reduceServer(state: LanguageServerState, event: ServerEvent): LanguageServerState {
  switch (event.type) {
    case 'none':
      return state.phase === 'none' ? state : noServer;
    case 'starting':
      return { ...noServer, phase: 'starting', name: event.name };
    case 'running':
      return { ...state, phase: 'running' };
    case 'failed':
      return { ...noServer, phase: 'failed', name: state.name, problem: event.problem };
    case 'found':
      return { ...state, diagnostics: { ...state.diagnostics, [event.path]: event.diagnostics } };
  }
}

export interface WindowServer extends ReadableSlice<LanguageServerState> {
  /** The one that can be asked now, which then knows every text as it is; `null` while there is none. */
  session(): ServerSession | null;
  restart(): void;
}

/** The language server of a window. */
export const languageServerOf = perApp<WindowServer>(createWindowServer);

/** Ends in a row after which it is left alone. */
const mostEnds = 3;
/** Milliseconds of running after which an end is not one in a row. */
const longRun = 60_000;

function createWindowServer(app: AppContext): WindowServer {
  const { client, connection, settings } = app;
  const { files } = editorOf(app);
  const slice = createSlice(noServer, reduceServer);
  const texts = createFollowedTexts(files);
  let current: { session: ServerSession | null; readonly abort: AbortController } | null = null;
  let ends = 0;

  async function start(directory: string): Promise<void> {
    const abort = new AbortController();
    const mine: NonNullable<typeof current> = { session: null, abort };
    current = mine;
    const began = Date.now();
    try {
      const found = await client.language.server({});
      if (current !== mine) return;
      if (found === null) {
        slice.dispatch({ type: 'none' });
        return;
      }
      slice.dispatch({ type: 'starting', name: found.name });
      const [stream, { openSession }] = await Promise.all([
        client.language.connect({ directory }, { signal: abort.signal }),
        import('./serverSession.ts'),
      ]);
      const session = await openSession(stream, {
        directory,
        onDiagnostics: (path, diagnostics) => {
          if (current === mine) slice.dispatch({ type: 'found', path, diagnostics });
        },
      }).catch(async (thrown: unknown) => {
        throw await endOf(stream.closed, found.name, thrown);
      });
      if (current !== mine) {
        session.close();
        return;
      }
      mine.session = session;
      slice.dispatch({ type: 'running' });
      texts.follow(session);
      throw await endOf(stream.closed, found.name, null);
    } catch (thrown) {
      if (current !== mine) return;
      texts.follow(null);
      mine.session = null;
      const problem = toAppError(thrown);
      slice.dispatch({ type: 'failed', problem });
      ends = Date.now() - began > longRun ? 1 : ends + 1;
      // A lost engine comes back by itself, and a program that is not there does not.
      const isDead = problem.code !== 'connection-lost' && problem.code !== 'missing-program';
      if (isDead && ends < mostEnds) void start(directory);
    }
  }

  function stop(): void {
    const before = current;
    current = null;
    texts.follow(null);
    if (before?.session != null) before.session.close();
    else before?.abort.abort();
    slice.dispatch({ type: 'none' });
  }

  function restart(): void {
    stop();
    ends = 0;
    const { directory } = files.getState();
    if (directory !== null) void start(directory);
  }

  let known: { readonly directory: string | null; readonly wanted: string } = { directory: null, wanted: '' };
  function follow(): void {
    const now = {
      directory: files.getState().directory,
      wanted: settings.getState().settings.languageServer,
    };
    if (now.directory === known.directory && now.wanted === known.wanted) return;
    known = now;
    restart();
  }
  files.subscribe(follow);
  settings.subscribe(follow);
  connection.onResumed(restart);
  follow();

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    session() {
      texts.flush();
      return current?.session ?? null;
    },
    restart,
  };
}

/** Why a server is no longer there. */
async function endOf(
  closed: Promise<{ readonly exitCode: number | null; readonly lastLines: readonly string[] }>,
  name: string,
  thrown: unknown,
): Promise<AppError> {
  try {
    const { exitCode, lastLines } = await closed;
    return new AppError(
      'internal',
      `The language server ${name} ended by itself (exit code ${exitCode ?? 'none'}).`,
      {
        hint: 'The editor works without it. Start it again from the command palette, or choose another one in the settings.',
        ...(lastLines.length === 0 ? {} : { details: { raw: lastLines.join('\n') } }),
      },
    );
  } catch (ended) {
    return toAppError(thrown ?? ended);
  }
}
