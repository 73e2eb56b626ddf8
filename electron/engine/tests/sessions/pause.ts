/** A script that waits: what it is told to do next, and what it is asked meanwhile. */
import type { SessionState } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';

export type PauseCommand =
  | { readonly action: 'again' | 'next' | 'fail' }
  /** Answer something, and wait on. */
  | { readonly action: 'answer'; readonly message: unknown };

export interface Pause {
  readonly failure: NonNullable<SessionState['pause']>;
  /** What the script is to do; rejects when it is interrupted. */
  nextCommand(signal: AbortSignal): Promise<PauseCommand>;
  command(command: PauseCommand): void;
  /** Asks the waiting script. */
  ask(message: unknown): Promise<unknown>;
  answered(answer: unknown): void;
}

export function createPause(failure: NonNullable<SessionState['pause']>): Pause {
  let next = Promise.withResolvers<PauseCommand>();
  let answer: PromiseWithResolvers<unknown> | undefined;

  function command(wanted: PauseCommand): void {
    next.resolve(wanted);
  }

  return {
    failure,
    async nextCommand(signal) {
      const stopped = Promise.withResolvers<never>();
      const stop = (): void => {
        const error = new AppError('cancelled', 'The script was stopped while it waited.');
        answer?.reject(error);
        stopped.reject(error);
      };
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      try {
        return await Promise.race([next.promise, stopped.promise]);
      } finally {
        signal.removeEventListener('abort', stop);
        next = Promise.withResolvers();
      }
    },
    command,
    ask(message) {
      answer = Promise.withResolvers();
      command({ action: 'answer', message });
      return answer.promise;
    },
    answered(found) {
      answer?.resolve(found);
      answer = undefined;
    },
  };
}
