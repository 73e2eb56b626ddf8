/** xterm is large, and needs its font before it measures letters: both are waited for here. */
import { loadPatiently } from '#renderer/app/lazyPanel.ts';
import type { Screen, ScreenOptions } from './screen.ts';

/** Makes a screen as soon as its code and its font are there. Rejects when the code cannot be loaded. */
export async function loadScreen(options: ScreenOptions): Promise<Screen> {
  const [{ createScreen }] = await Promise.all([loadPatiently(() => import('./screen.ts')), fontsLoaded()]);
  return createScreen(options);
}

async function fontsLoaded(): Promise<void> {
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font-code');
  // A font that cannot be loaded is drawn with the next one of the list.
  await Promise.all([
    document.fonts.load(`400 13px ${family}`),
    document.fonts.load(`600 13px ${family}`),
  ]).catch(() => undefined);
}
