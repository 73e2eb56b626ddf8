/** Which panel stands in the side bar, and how wide. */
import { createStore } from 'zustand/vanilla';
import type { ReadableSlice } from '#renderer/store/slice.ts';

export interface SideBarState {
  /** The open panel's identifier; `null` when the side bar is closed. */
  readonly panel: string | null;
  /** CSS pixels. */
  readonly width: number;
}

export const sideBarWidths = { least: 180, usual: 260, most: 560 } as const;

export interface SideBar extends ReadableSlice<SideBarState> {
  show(panel: string): void;
  /** Closes it when this panel is the open one, opens it otherwise. */
  toggle(panel: string): void;
  close(): void;
  resize(width: number): void;
  restore(state: SideBarState): void;
}

export function createSideBar(): SideBar {
  const store = createStore<SideBarState>(() => ({ panel: null, width: sideBarWidths.usual }));
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    show: (panel) => store.setState({ panel }),
    toggle: (panel) => store.setState({ panel: store.getState().panel === panel ? null : panel }),
    close: () => store.setState({ panel: null }),
    resize: (width) =>
      store.setState({
        width: Math.round(Math.min(sideBarWidths.most, Math.max(sideBarWidths.least, width))),
      }),
    restore: (state) => store.setState(state, true),
  };
}
