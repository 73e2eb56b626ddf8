/** A list that features add to at start and that views draw from. */
import { createStore } from 'zustand/vanilla';
import type { ReadableSlice } from '#renderer/store/slice.ts';

export interface Registry<Item extends { readonly id: string }> {
  /** Adds an item; returns how to take it away again. An identifier can be taken once only. */
  register(item: Item): () => void;
  get(id: string): Item | undefined;
  /** All items in the order of registration; the same array until it changes. */
  readonly items: ReadableSlice<readonly Item[]>;
}

export function createRegistry<Item extends { readonly id: string }>(what: string): Registry<Item> {
  const store = createStore<readonly Item[]>(() => []);
  return {
    register(item) {
      if (store.getState().some(({ id }) => id === item.id)) {
        throw new Error(`Two ${what}s are called “${item.id}”.`);
      }
      store.setState([...store.getState(), item], true);
      return () =>
        store.setState(
          store.getState().filter((other) => other !== item),
          true,
        );
    },
    get: (id) => store.getState().find((item) => item.id === id),
    items: store,
  };
}
