/** What the picture's view remembers while the window is open, and what commands ask of it. */
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type Slice } from '#renderer/store/slice.ts';
import type { LayoutMemory } from './view/useTopologyLayout.ts';

/** A dialog that asks for what an edit needs. */
export type TopologyDialog =
  | { readonly kind: 'add-role' }
  | {
      readonly kind: 'add-service' | 'add-package' | 'rename-role' | 'duplicate-role' | 'remove-role';
      readonly role: string;
    };

export interface TopologyView {
  readonly dialog: TopologyDialog | null;
  /** Roles whose packages are unfolded. */
  readonly openPackages: ReadonlySet<string>;
  /** Counts how often the user wanted all cards arranged anew. */
  readonly arrangement: number;
}

export type TopologyViewEvent =
  | { readonly type: 'asked'; readonly dialog: TopologyDialog }
  | { readonly type: 'closed' }
  | { readonly type: 'packages-toggled'; readonly role: string }
  | { readonly type: 'arranged' };

export function reduceView(state: TopologyView, event: TopologyViewEvent): TopologyView {
  switch (event.type) {
    case 'asked':
      return { ...state, dialog: event.dialog };
    case 'closed':
      return { ...state, dialog: null };
    case 'packages-toggled': {
      const openPackages = new Set(state.openPackages);
      if (!openPackages.delete(event.role)) openPackages.add(event.role);
      return { ...state, openPackages };
    }
    case 'arranged':
      return { ...state, arrangement: state.arrangement + 1 };
  }
}

export interface TopologyViewStore extends Slice<TopologyView, TopologyViewEvent> {
  readonly layouts: LayoutMemory;
  /** What the canvas does when asked; set while it is on the screen. */
  onFit: (() => void) | null;
}

export const topologyViewOf = perApp((): TopologyViewStore => {
  const slice = createSlice<TopologyView, TopologyViewEvent>(
    { dialog: null, openPackages: new Set(), arrangement: 0 },
    reduceView,
  );
  return { ...slice, layouts: new Map(), onFit: null };
});
