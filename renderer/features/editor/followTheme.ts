/** Keeps the code editor in the window's colours. */
import type { AppContext } from '#renderer/app/context.ts';
import { isDark } from '#renderer/app/frameCommands.ts';
import { whenMonacoIsLoaded } from '#renderer/platform/monaco/loadMonaco.ts';

export function followTheme({ settings }: AppContext): void {
  whenMonacoIsLoaded(({ applyTheme }) => {
    const apply = (): void => applyTheme(isDark());
    apply();
    // After the settings have reached the page.
    settings.subscribe(() => queueMicrotask(apply));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  });
}
