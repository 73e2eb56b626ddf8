/** The sessions that are open. */
import { randomUUID } from 'node:crypto';
import type { SessionState } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import { createSession, type Session, type SessionDependencies } from './session.ts';

export interface Sessions {
  /** Opens one; its interpreter gets ready meanwhile. */
  open(dependencies: Omit<SessionDependencies, 'identifier' | 'changed'>): SessionState;
  list(directory: string): SessionState[];
  /** @throws AppError `not-found` */
  find(session: string): Session;
  close(session: string): Promise<void>;
  onChange(listener: (state: SessionState) => void): () => void;
  closeAll(): Promise<void>;
  /** What the nodes of a session have written, if there is such a session. */
  linesOf(session: string): Session['lines'] | undefined;
}

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const listeners = new Set<(state: SessionState) => void>();

  function find(session: string): Session {
    const found = sessions.get(session);
    if (found !== undefined) return found;
    throw new AppError('not-found', `There is no session “${session}”: it was closed.`, {
      hint: 'Open another one; what was defined in it has to be run again.',
    });
  }

  async function close(identifier: string): Promise<void> {
    const session = find(identifier);
    sessions.delete(identifier);
    await session.close();
  }

  return {
    open(dependencies) {
      const identifier = randomUUID();
      const session = createSession({
        ...dependencies,
        identifier,
        changed: (state) => {
          for (const listener of listeners) listener(state);
        },
      });
      sessions.set(identifier, session);
      // That it cannot start is told by the first text that is run in it.
      session.open().catch(() => {});
      return session.state();
    },
    list: (directory) =>
      [...sessions.values()]
        .filter(({ target }) => target.directory === directory)
        .map((session) => session.state()),
    find,
    close,
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    linesOf: (session) => sessions.get(session)?.lines,
    async closeAll() {
      await Promise.all([...sessions.keys()].map(close));
    },
  };
}
