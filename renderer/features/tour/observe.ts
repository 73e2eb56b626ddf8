import type { AppContext } from '#renderer/app/context.ts';
import type { Slice } from '#renderer/store/slice.ts';
import type { TourEvent, TourState } from './tourState.ts';

/** Tells a tour what happens in the window with the tutorial that is open, until the returned function is called. */
export type Observe = (app: AppContext, tour: Slice<TourState, TourEvent>) => () => void;
