/** Whether the palette is on the screen, and what it searches. */
import { createSlice } from '#renderer/store/slice.ts';

export type PaletteMode = 'commands' | 'files';

export interface PaletteState {
  readonly mode: PaletteMode | null;
}

export type PaletteEvent =
  | { readonly type: 'shown'; readonly mode: PaletteMode }
  | { readonly type: 'closed' };

export const palette = createSlice<PaletteState, PaletteEvent>({ mode: null }, (_, event) => ({
  mode: event.type === 'shown' ? event.mode : null,
}));
