/**
 * What Nix says the chosen composition is: asked when a target is chosen and after its files were saved, one question
 * at a time, the older one taken back. For the editor's problems, the picture, and whoever wants to know.
 */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import { AppError, toAppError } from '#shared/errors.ts';

export interface EvaluationState {
  /** What the rest is about; `null` when no project is open. */
  readonly target: Target | null;
  /** Whether Nix is at work on it now. */
  readonly asking: boolean;
  /** The last answer about this target; it stays while a newer question fails or is under way. */
  readonly answer: EvaluatedComposition | null;
  /** Why the last question had no answer. */
  readonly problem: AppError | null;
}

export type EvaluationEvent =
  | { readonly type: 'chosen'; readonly target: Target | null }
  | { readonly type: 'asked' }
  | { readonly type: 'answered'; readonly answer: EvaluatedComposition }
  | { readonly type: 'failed'; readonly problem: AppError };

export const noEvaluation: EvaluationState = { target: null, asking: false, answer: null, problem: null };

export function reduceEvaluation(state: EvaluationState, event: EvaluationEvent): EvaluationState {
  switch (event.type) {
    case 'chosen':
      return { ...noEvaluation, target: event.target };
    case 'asked':
      return { ...state, asking: true };
    case 'answered':
      return { ...state, asking: false, answer: event.answer, problem: null };
    case 'failed':
      return { ...state, asking: false, problem: event.problem };
  }
}

export interface Evaluation extends ReadableSlice<EvaluationState> {
  /**
   * What Nix says of the chosen target, from the question under way or from a new one.
   *
   * @throws AppError that explains what Nix complained about; `cancelled` when another target is chosen meanwhile
   */
  ask(): Promise<EvaluatedComposition>;
}

/** Milliseconds without a change before Nix is asked: saving several files is one change. */
const quietTime = 500;

/** The evaluation of the chosen target of a window. */
export const evaluationOf = perApp<Evaluation>(createEvaluation);

function createEvaluation({ client, connection, workspace }: AppContext): Evaluation {
  const slice = createSlice(noEvaluation, reduceEvaluation);
  let abort: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    abort?.abort();
    const { target } = slice.getState();
    if (target === null) return;
    const mine = new AbortController();
    abort = mine;
    slice.dispatch({ type: 'asked' });
    try {
      const answer = await client.compositions.evaluate(target, { signal: mine.signal });
      if (abort === mine) slice.dispatch({ type: 'answered', answer });
    } catch (thrown) {
      // Without its engine the window has other worries; it asks again when the engine is back.
      if (abort === mine) slice.dispatch({ type: 'failed', problem: toAppError(thrown) });
    }
  }

  function askSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), quietTime);
  }

  function follow(): void {
    const target = workspace.target();
    if (JSON.stringify(target) === JSON.stringify(slice.getState().target)) return;
    abort?.abort();
    slice.dispatch({ type: 'chosen', target });
    askSoon();
  }

  workspace.subscribe(follow);
  follow();
  connection.onResumed(askSoon);
  client.projects.changed
    .subscribe(({ directory, paths }) => {
      if (directory === slice.getState().target?.directory && paths.some(mattersToNix)) askSoon();
    })
    // The window says once for all that changes are not noticed.
    .catch(() => {});

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    async ask() {
      const { target, asking } = slice.getState();
      const answered = nextAnswer(slice, target);
      if (!asking) void ask();
      return answered;
    },
  };
}

/** Settles with the end of the question about a target, also when it is taken back and asked again. */
function nextAnswer(
  slice: ReadableSlice<EvaluationState>,
  target: Target | null,
): Promise<EvaluatedComposition> {
  return new Promise((resolve, reject) => {
    const stop = slice.subscribe((state) => {
      if (state.target === target && state.asking) return;
      stop();
      if (state.target !== target)
        reject(new AppError('cancelled', 'Another composition or flavour was chosen meanwhile.'));
      else if (state.problem !== null) reject(state.problem);
      else if (state.answer !== null) resolve(state.answer);
    });
  });
}

/** What builds and starts write does not change what is built. */
const mattersToNix = (path: string): boolean => !/^(?:build|deploy|artifact|\.git)\//.test(path);
