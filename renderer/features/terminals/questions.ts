/** Questions that a terminal asks before it does what cannot be taken back. */
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';

export interface Question {
  readonly title: string;
  readonly description: string;
  /** What it is about, as it would be used. */
  readonly text?: string;
  /** The verb on the button. */
  readonly action: string;
}

interface Asked {
  readonly question: Question;
  readonly answer: (isYes: boolean) => void;
}

export interface Questions {
  readonly asked: ReadableSlice<Asked | null>;
  /** Resolves to whether the user wants it. One question at a time: a new one takes the place of the old. */
  ask(question: Question): Promise<boolean>;
}

export const questionsOf = perApp(createQuestions);

function createQuestions(): Questions {
  const asked = createSlice<Asked | null, Asked | null>(null, (_, next) => next);
  return {
    asked,
    ask(question) {
      asked.getState()?.answer(false);
      return new Promise((resolve) => {
        asked.dispatch({
          question,
          answer(isYes) {
            asked.dispatch(null);
            resolve(isYes);
          },
        });
      });
    },
  };
}
