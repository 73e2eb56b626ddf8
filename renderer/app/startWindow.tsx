/** From a connection to a window that can be used. */
import { createRoot } from 'react-dom/client';
import type { Host } from '#renderer/platform/connect.ts';
// Both fonts come with the app: nothing is loaded from elsewhere.
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '#renderer/ui/base.css';
import { TooltipProvider } from '#renderer/ui/Tooltip.tsx';
import { toAppError } from '#shared/errors.ts';
import { type AppContext, AppProvider, type RegisterFeature } from './context.ts';
import { createApp } from './createApp.ts';
import { Frame } from './Frame.tsx';
import { listenForShortcuts } from './keyboard.ts';
import { loadPanelsWhenIdle } from './lazyPanel.ts';
import { recall, remember } from './memory.ts';
import { keepProjectInAddress, projectFromAddress } from './projectAddress.ts';
import { applySettings, isTheme } from './settings.ts';
import { WindowBoundary } from './WindowBoundary.tsx';

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
  if (directory !== null) void openAtStart(app, directory);
  const place = document.getElementById('root');
  if (place === null) throw new Error('The page has no element called “root”.');
  createRoot(place).render(
    <TooltipProvider>
      <WindowBoundary>
        <AppProvider value={app}>
          <Frame />
        </AppProvider>
      </WindowBoundary>
    </TooltipProvider>,
  );
  void loadPanelsWhenIdle();
  return app;
}

/** Nobody asked for it just now, so nobody would ask again: a lost connection only puts it off. */
async function openAtStart(app: AppContext, directory: string): Promise<void> {
  try {
    await app.workspace.open(directory);
  } catch (thrown) {
    if (toAppError(thrown).code !== 'connection-lost') {
      app.notifications.fail(`${directory} could not be opened`, thrown);
      return;
    }
    const stop = app.connection.onResumed(() => {
      stop();
      if (app.workspace.getState().project.phase === 'none') void openAtStart(app, directory);
    });
  }
}
