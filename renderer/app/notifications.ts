/** What the app tells the user on its own: shown for a moment, and kept where it can be found again. */

import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import { type SerializedError, toAppError } from '#shared/errors.ts';

export type NotificationLevel = 'information' | 'done' | 'warning' | 'failed';

export interface NotificationAction {
  readonly title: string;
  run(): void;
}

export interface Notification {
  readonly id: number;
  readonly level: NotificationLevel;
  readonly message: string;
  readonly hint?: string;
  readonly error?: SerializedError;
  readonly actions: readonly NotificationAction[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface NotificationsState {
  /** The latest first. */
  readonly all: readonly Notification[];
  /** Those that are still on the screen, the latest last. */
  readonly shown: readonly number[];
  readonly unread: number;
}

type NotificationEvent =
  | { readonly type: 'told'; readonly notification: Notification }
  | { readonly type: 'dismissed'; readonly id: number }
  | { readonly type: 'read' }
  | { readonly type: 'cleared' };

/** Kept in all, and shown at the same time. More would be a flood and help nobody. */
export const notificationLimits = { kept: 200, shown: 3 } as const;

const noNotifications: NotificationsState = { all: [], shown: [], unread: 0 };

function reduceNotifications(state: NotificationsState, event: NotificationEvent): NotificationsState {
  switch (event.type) {
    case 'told':
      return {
        all: [event.notification, ...state.all].slice(0, notificationLimits.kept),
        shown: [...state.shown, event.notification.id].slice(-notificationLimits.shown),
        unread: state.unread + 1,
      };
    case 'dismissed':
      if (!state.shown.includes(event.id)) return state;
      return { ...state, shown: state.shown.filter((id) => id !== event.id) };
    case 'read':
      // Whoever looks at the list needs no messages over it.
      return state.unread === 0 && state.shown.length === 0 ? state : { ...state, unread: 0, shown: [] };
    case 'cleared':
      return noNotifications;
  }
}

interface Told {
  readonly hint?: string;
  readonly actions?: readonly NotificationAction[];
}

export interface Notifications extends ReadableSlice<NotificationsState> {
  dispatch(event: NotificationEvent): void;
  tell(level: NotificationLevel, message: string, more?: Told): void;
  /** Tells what was thrown; `what` begins the sentence, e.g. “The project could not be opened”. */
  fail(what: string, thrown: unknown, more?: Told): void;
}

export function createNotifications(): Notifications {
  const slice = createSlice(noNotifications, reduceNotifications);
  let lastId = 0;
  const add = (notification: Omit<Notification, 'id' | 'at'>): void =>
    slice.dispatch({ type: 'told', notification: { ...notification, id: ++lastId, at: Date.now() } });
  return {
    ...slice,
    tell: (level, message, { hint, actions = [] } = {}) =>
      add({ level, message, actions, ...(hint === undefined ? {} : { hint }) }),
    fail(what, thrown, { actions = [] } = {}) {
      const error = toAppError(thrown).toJSON();
      // The user asked for the end; there is nothing to tell.
      if (error.code === 'cancelled') return;
      add({ level: 'failed', message: `${what}. ${error.message}`, error, actions });
    },
  };
}
