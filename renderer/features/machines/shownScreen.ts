/** The picture of a node's screen that is looked at; `null` when none is. */
import { createSlice } from '#renderer/store/slice.ts';

export interface ShownScreen {
  readonly node: string;
  /** Base64. */
  readonly png: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export const shownScreen = createSlice<ShownScreen | null, ShownScreen | null>(null, (_, screen) => screen);
