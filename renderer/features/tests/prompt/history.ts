/** What was typed at prompts before, for the arrow keys. Kept on this machine, by the browser. */
import { recall, remember } from '#renderer/app/memory.ts';

const name = 'prompt-history';
const limit = 300;

/** The newest last. */
export function readHistory(): readonly string[] {
  return recall(name, '', isTexts) ?? [];
}

/** The same text again is not remembered twice in a row. */
export function addToHistory(text: string): void {
  const before = readHistory();
  if (before.at(-1) !== text) remember(name, '', [...before, text].slice(-limit));
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

/** Going back and forth in what was typed, from a line that is not yet run. */
export interface Recollection {
  /** The text `step` further (-1 is older); `null` where there is none. */
  move(step: 1 | -1, typed: string): string | null;
}

export function recollect(texts: readonly string[]): Recollection {
  let index = texts.length;
  let unfinished = '';
  return {
    move(step, typed) {
      const next = index + step;
      if (next < 0 || next > texts.length) return null;
      if (index === texts.length) unfinished = typed;
      index = next;
      return texts[index] ?? unfinished;
    },
  };
}
