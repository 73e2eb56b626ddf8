/** Every explanation there is, by what it explains. */
import { compositionTexts } from './compositionTexts.ts';
import type { ExplanationText } from './explanation.ts';
import { languageTexts } from './languageTexts.ts';
import { testTexts } from './testTexts.ts';

export const texts = { ...compositionTexts, ...testTexts, ...languageTexts };

export type ExplainedKey = keyof typeof texts;

export function textOf(key: ExplainedKey): ExplanationText {
  return texts[key];
}
