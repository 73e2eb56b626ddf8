/** Which terminals there are in the window, in the order in which they were opened. Pure. */
import type { ShellState } from './shellState.ts';

export type Opens = 'shell' | 'console';

export interface ListedPlace {
  readonly id: string;
  readonly node: string;
  readonly composition: string;
  readonly flavour: string;
  /** A shell on the node, or the console of its machine. */
  readonly opens: Opens;
  /** What its tab is called: the node, with a number from the second terminal on. */
  readonly label: string;
  /** A tab of its own, or a tile among all nodes. */
  readonly kind: 'tab' | 'tile';
  readonly shell: ShellState;
}

export interface PlaceList {
  readonly places: readonly ListedPlace[];
  /** The one that had the keyboard last. */
  readonly active: string | null;
}

export type PlaceEvent =
  | { readonly type: 'added'; readonly place: ListedPlace }
  | { readonly type: 'changed'; readonly id: string; readonly shell: ShellState }
  | { readonly type: 'focused'; readonly id: string }
  | { readonly type: 'removed'; readonly id: string };

export const noPlaces: PlaceList = { places: [], active: null };

export function reducePlaces(list: PlaceList, event: PlaceEvent): PlaceList {
  switch (event.type) {
    case 'added': {
      const others = list.places.filter(({ id }) => id !== event.place.id);
      return { ...list, places: [...others, event.place] };
    }
    case 'changed': {
      const place = list.places.find(({ id }) => id === event.id);
      if (place === undefined || place.shell === event.shell) return list;
      const changed = { ...place, shell: event.shell };
      return { ...list, places: list.places.map((each) => (each === place ? changed : each)) };
    }
    case 'focused':
      if (list.active === event.id || !list.places.some(({ id }) => id === event.id)) return list;
      return { ...list, active: event.id };
    case 'removed': {
      const index = list.places.findIndex(({ id }) => id === event.id);
      if (index === -1) return list;
      const places = list.places.filter(({ id }) => id !== event.id);
      const neighbour = places[Math.min(index, places.length - 1)]?.id ?? null;
      return { places, active: list.active === event.id ? neighbour : list.active };
    }
  }
}

type Which = Pick<ListedPlace, 'node' | 'composition' | 'flavour' | 'opens'>;

/** The terminal tab that a node has already: the one used last, else the first. */
export function placeOn(
  list: PlaceList,
  { node, composition, flavour, opens }: Which,
): ListedPlace | undefined {
  const found = list.places.filter(
    (place) =>
      place.kind === 'tab' &&
      place.opens === opens &&
      place.node === node &&
      place.composition === composition &&
      place.flavour === flavour,
  );
  return found.find(({ id }) => id === list.active) ?? found[0];
}

/** The neighbour of the active tab, around the ends. */
export function neighbourOf(list: PlaceList, step: 1 | -1): ListedPlace | undefined {
  const tabs = list.places.filter(({ kind }) => kind === 'tab');
  const index = tabs.findIndex(({ id }) => id === list.active);
  if (index === -1) return tabs.at(step === 1 ? 0 : -1);
  return tabs[(index + step + tabs.length) % tabs.length];
}

/** What a further terminal on a node is called: `client`, `client (2)` … */
export function labelFor(list: PlaceList, node: string): string {
  const taken = new Set(list.places.filter(({ kind }) => kind === 'tab').map(({ label }) => label));
  let label = node;
  for (let number = 2; taken.has(label); number += 1) label = `${node} (${number})`;
  return label;
}
