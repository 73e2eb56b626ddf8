/**
 * One area's state in the window: a store that changes only through events and a pure reducer, so that every change
 * can be replayed in a test. Terminal bytes, logs and editor models are no slices' business.
 */
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { createStore } from 'zustand/vanilla';

export interface ReadableSlice<State> {
  getState(): State;
  getInitialState(): State;
  subscribe(listener: (state: State, previous: State) => void): () => void;
}

export interface Slice<State, Event> extends ReadableSlice<State> {
  dispatch(event: Event): void;
}

/** @param reduce returns the state it was given, the same object, when the event changes nothing */
export function createSlice<State, Event>(
  initial: State,
  reduce: (state: State, event: Event) => State,
): Slice<State, Event> {
  const store = createStore<State>(() => initial);
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    dispatch(event) {
      const before = store.getState();
      const after = reduce(before, event);
      if (after !== before) store.setState(after, true);
    },
  };
}

/** Draws again only when what `select` returns has changed, compared one level deep. */
export function useSlice<State, Selected>(
  slice: ReadableSlice<State>,
  select: (state: State) => Selected,
): Selected {
  return useStore(slice, useShallow(select));
}
