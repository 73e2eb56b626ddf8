/** The app's windows: how they are made, kept inside the screen and found again. */
import { BrowserWindow, dialog, screen } from 'electron';
import { pageAddress } from './appAddress.ts';
import { readPlacements, writePlacements } from './placementFile.ts';
import { choosePlacement, rememberPlacement, smallest } from './windowPlacement.ts';

export interface Windows {
  /** Shows a project: in the window that has it open already, else in a new one. `null` is the welcome page. */
  open(project: string | null): void;
  /** Brings the window that was used last to the front, or opens one. */
  focus(): void;
}

export interface WindowOptions {
  /** Absolute path of the preload's one file. */
  readonly preload: string;
  readonly placementFile: string;
}

export function createWindows({ preload, placementFile }: WindowOptions): Windows {
  function createWindow(project: string | null): BrowserWindow {
    const { bounds, maximized } = choosePlacement(
      readPlacements(placementFile),
      screen.getAllDisplays(),
      screen.getPrimaryDisplay(),
    );
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallest.width,
      minHeight: smallest.height,
      // Shown when the page has something to show, in the colour that it begins with.
      show: false,
      title: 'NXC Desktop',
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    });
    if (maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => keepPlacement(window));
    window.webContents.on('will-prevent-unload', (event) => {
      if (askToLeave(window)) event.preventDefault();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') offerReload(window, reason);
    });
    void window.loadURL(pageAddress(project));
    return window;
  }

  function keepPlacement(window: BrowserWindow): void {
    const bounds = window.getNormalBounds();
    writePlacements(
      placementFile,
      rememberPlacement(readPlacements(placementFile), screen.getDisplayMatching(bounds), {
        bounds,
        maximized: window.isMaximized(),
      }),
    );
  }

  return {
    open(project) {
      const address = pageAddress(project);
      const shown = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL() === address);
      if (shown === undefined) createWindow(project);
      else bringToFront(shown);
    },
    focus() {
      const [latest] = BrowserWindow.getAllWindows();
      if (latest === undefined) createWindow(null);
      else bringToFront(BrowserWindow.getFocusedWindow() ?? latest);
    },
  };
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** A page keeps its window only while it has text that is not saved. */
function askToLeave(window: BrowserWindow): boolean {
  const choice = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'There are changes that are not saved.',
    detail: 'Closing the window discards them. Nodes that run are not touched.',
    buttons: ['Go back', 'Discard and close'],
    defaultId: 0,
    cancelId: 0,
  });
  return choice === 1;
}

/** The engine is in another process: nothing that runs is lost with a page. */
async function askToReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'This window has stopped working.',
    detail: `Its process ended (${reason}). Builds, terminals and nodes go on; reloading shows them again.`,
    buttons: ['Reload', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.reload();
  else window.destroy();
}

function offerReload(window: BrowserWindow, reason: string): void {
  askToReload(window, reason).catch((error: unknown) => console.error('The window was not reloaded:', error));
}
