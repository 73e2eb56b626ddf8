/** The screens of the window, and which of them has the keyboard: commands are about that one. */
import { perApp } from '#renderer/features/run/perApp.ts';
import type { Screen } from '#renderer/platform/xterm/screen.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';

/** The attribute of elements that belong to a screen; its value is the screen's identifier. */
export const screenAttribute = 'data-screen';

export interface IdentifiedScreen {
  readonly id: string;
  readonly screen: Screen;
}

export interface Screens {
  add(id: string, screen: Screen): () => void;
  /** The one that has the keyboard, or had it before a dialog or the palette was opened. */
  current(): IdentifiedScreen | null;
  /** The one that had the keyboard last, wherever it is now. */
  last(): IdentifiedScreen | null;
  /** What had the keyboard last that is no screen and still there, e.g. the editor; `null` when nothing had. */
  outside(): HTMLElement | null;
  /** Gives it the keyboard now, or as soon as it is there. */
  focus(id: string): void;
  /** To be called when a screen comes to the front: it gets the keyboard unless something else is in use. */
  cameToFront(id: string): void;
  /** In which screen something is searched; `null` in none. */
  readonly searched: ReadableSlice<string | null>;
  search(id: string | null): void;
  /** Calls back when a screen gets the keyboard. */
  onFocus(listener: (id: string) => void): () => void;
}

export const screensOf = perApp(createScreens);

function createScreens(): Screens {
  const screens = new Map<string, Screen>();
  const listeners = new Set<(id: string) => void>();
  const searched = createSlice<string | null, { readonly in: string | null }>(null, (_, event) => event.in);
  let currentId: string | null = null;
  let lastId: string | null = null;
  let wantedId: string | null = null;
  let outside: HTMLElement | null = null;
  let isPointing = false;

  for (const [type, isPointer] of [
    ['pointerdown', true],
    ['keydown', false],
  ] as const) {
    document.addEventListener(
      type,
      () => {
        isPointing = isPointer;
      },
      { capture: true },
    );
  }
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    const id = target.closest(`[${screenAttribute}]`)?.getAttribute(screenAttribute) ?? null;
    // A dialog, a menu or the palette is about what was there before it.
    if (id === null && target.closest('[role="dialog"], [role="menu"]') !== null) return;
    currentId = id;
    const isOnTheWay = target.closest(tabStrip) !== null || target.matches(wholePanel);
    if (id === null && target instanceof HTMLElement && !isOnTheWay) outside = target;
    if (id === null) return;
    lastId = id;
    for (const listener of listeners) listener(id);
  });

  function identified(id: string | null): IdentifiedScreen | null {
    const screen = id === null ? undefined : screens.get(id);
    return id === null || screen === undefined ? null : { id, screen };
  }

  return {
    add(id, screen) {
      screens.set(id, screen);
      if (wantedId === id) {
        wantedId = null;
        screen.focus();
      }
      return () => {
        screens.delete(id);
        if (currentId === id) currentId = null;
        if (lastId === id) lastId = null;
      };
    },
    current: () => identified(currentId),
    last: () => identified(lastId),
    focus(id) {
      const screen = screens.get(id);
      wantedId = screen === undefined ? id : null;
      screen?.focus();
    },
    outside: () => (outside?.isConnected === true && isVisible(outside) ? outside : null),
    cameToFront(id) {
      // The dock gives the keyboard to the tab first, and shows the panel with the next frame.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (!isInUse(document.activeElement, isPointing)) screens.get(id)?.focus();
        }),
      );
    },
    searched,
    search: (id) => searched.dispatch({ in: id }),
    onFocus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The dock's row of tabs. */
const tabStrip = '.dv-tabs-and-actions-container';

/** Has the keyboard while nothing in a panel that was opened has taken it. */
const wholePanel = '[role="tabpanel"]';

const isVisible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });

/** Whether the user is at work somewhere. A tab that was clicked is only the way to its panel. */
function isInUse(element: Element | null, isPointing: boolean): boolean {
  if (element === null || element === document.body || element.matches(wholePanel)) return false;
  if (!isVisible(element)) return false;
  return !isPointing || element.closest(tabStrip) === null;
}
