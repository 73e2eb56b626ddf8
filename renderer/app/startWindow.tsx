/** From a connection to a window that can be used. */
import { createRoot } from 'react-dom/client';
import type { Host } from '#renderer/platform/connect.ts';
// Both fonts come with the app: nothing is loaded from elsewhere.
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '#renderer/ui/base.css';
import { TooltipProvider } from '#renderer/ui/Tooltip.tsx';
import { type AppContext, AppProvider, type RegisterFeature } from './context.ts';
import { createApp } from './createApp.ts';
import { Frame } from './Frame.tsx';
import { listenForShortcuts } from './keyboard.ts';
import { loadPanelsWhenIdle } from './lazyPanel.ts';
import { recall, remember } from './memory.ts';
import { keepProjectInAddress, projectFromAddress } from './projectAddress.ts';
import { applySettings, isTheme } from './settings.ts';

/** Draws the window and opens the project that the address names, if any. */
export function startWindow(host: Host, features: readonly RegisterFeature[]): AppContext {
  const app = createApp(host, features);
  const root = document.documentElement;
  // The theme of last time, until the engine has told: a page must not begin in the wrong one.
  const { settings } = app.settings.getState();
  const theme = recall('theme', '', isTheme) ?? settings.theme;
  applySettings({ ...settings, theme }, root);
  app.settings.subscribe((state) => {
    applySettings(state.settings, root);
    remember('theme', '', state.settings.theme);
  });
  listenForShortcuts(app.commands, window);
  keepProjectInAddress(app.workspace);
  const directory = projectFromAddress();
  if (directory !== null) {
    app.workspace
      .open(directory)
      .catch((thrown) => app.notifications.fail(`${directory} could not be opened`, thrown));
  }
  const place = document.getElementById('root');
  if (place === null) throw new Error('The page has no element called “root”.');
  createRoot(place).render(
    <AppProvider value={app}>
      <TooltipProvider>
        <Frame />
      </TooltipProvider>
    </AppProvider>,
  );
  void loadPanelsWhenIdle();
  return app;
}
