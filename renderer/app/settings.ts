/** The user's settings as the engine keeps them, and what of them the page itself obeys. */

import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import {
  type SettingsChanges,
  type SettingsState,
  type UserSettings,
  userSettings,
} from '#shared/contract/settings.ts';

export interface Settings extends ReadableSlice<SettingsState> {
  /** Takes over what the engine says. */
  receive(state: SettingsState): void;
  /** Changes settings; they hold at once, and are taken back if the engine refuses. */
  change(changes: SettingsChanges): Promise<void>;
}

const defaultSettings: SettingsState = { settings: userSettings.parse({}), file: '', problem: null };

export function createSettings(client: EngineClient): Settings {
  const slice = createSlice<SettingsState, SettingsState>(defaultSettings, (_, next) => next);
  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    receive: slice.dispatch,
    async change(changes) {
      const before = slice.getState();
      slice.dispatch({ ...before, settings: userSettings.parse({ ...before.settings, ...changes }) });
      try {
        slice.dispatch(await client.settings.write({ changes }));
      } catch (thrown) {
        slice.dispatch(before);
        throw thrown;
      }
    },
  };
}

export function isTheme(value: unknown): value is UserSettings['theme'] {
  return userSettings.shape.theme.safeParse(value).success && value !== undefined;
}

/** Puts theme, motion, fonts and sizes on the page. */
export function applySettings(settings: UserSettings, root: HTMLElement): void {
  const { theme, motion, interfaceFont, codeFont, codeFontSize } = settings;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  if (motion === 'system') delete root.dataset.motion;
  else root.dataset.motion = motion;
  setFont(root, '--font-interface-chosen', interfaceFont);
  setFont(root, '--font-code-chosen', codeFont);
  root.style.setProperty('--code-font-size', `${codeFontSize}px`);
}

function setFont(root: HTMLElement, property: string, family: string): void {
  if (family === '') root.style.removeProperty(property);
  else root.style.setProperty(property, JSON.stringify(family));
}
