/** The terminals of the window by identifier, and the list of them that views draw from. */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Place } from './place.ts';
import { type ListedPlace, noPlaces, type PlaceList, reducePlaces } from './placeList.ts';
import { screensOf } from './screens.ts';
import type { ShellState } from './shellState.ts';

export interface Places {
  readonly list: ReadableSlice<PlaceList>;
  get(id: string): Place | undefined;
  add(place: Place, listed: ListedPlace): void;
  tell(id: string, shell: ShellState): void;
  remove(id: string): void;
}

export const placesOf = perApp(createPlaces);

function createPlaces(app: AppContext): Places {
  const places = new Map<string, Place>();
  const list = createSlice(noPlaces, reducePlaces);
  screensOf(app).onFocus((id) => list.dispatch({ type: 'focused', id }));
  return {
    list,
    get: (id) => places.get(id),
    add(place, listed) {
      places.set(listed.id, place);
      list.dispatch({ type: 'added', place: listed });
    },
    tell: (id, shell) => list.dispatch({ type: 'changed', id, shell }),
    remove(id) {
      places.delete(id);
      list.dispatch({ type: 'removed', id });
    },
  };
}
