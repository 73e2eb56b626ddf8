/** The desktop app, from the process' start to its end. */
import { join } from 'node:path';
import { app, session } from 'electron';
import { createEngine } from '#engine/createEngine.ts';
import { createErrorLog } from '#engine/platform/errorLog.ts';
import { packageRoot } from '#engine/platform/resources.ts';
import { userDirectories } from '#engine/platform/userDirectories.ts';
import { contract } from '#shared/contract/index.ts';
import { connect } from '#shared/rpc/client.ts';
import { serve } from '#shared/rpc/server.ts';
import { inProcessPair } from '#transports/inProcess.ts';
import { createPageFiles } from '../pages/pageFiles.ts';
import { type ProjectWish, projectToOpen } from '../pages/projectToOpen.ts';
import { registerAppScheme, servePages } from './appScheme.ts';
import { setupEngineHost } from './engineHost.ts';
import { setupContents } from './setupContents.ts';
import { setupCrashes } from './setupCrashes.ts';
import { setupMenu } from './setupMenu.ts';
import { setupPermissions } from './setupPermissions.ts';
import { readStartRequest, receivedStartRequest } from './startRequest.ts';
import { createWindows } from './windows.ts';

export interface ShellFiles {
  /** Folder of the built renderer. */
  readonly renderer: string;
  /** The preload's one file. */
  readonly preload: string;
}

/**
 * Starts the app. What must stand before it is ready is set up before this returns; nobody may wait for the promise
 * while the main module loads, for the app is not ready before that is over.
 */
export async function startShell({ renderer, preload }: ShellFiles): Promise<void> {
  const { state } = userDirectories();
  const crash = setupCrashes(createErrorLog(state));
  try {
    await run({ renderer, preload }, state);
  } catch (error) {
    crash(error);
  }
}

async function run({ renderer, preload }: ShellFiles, state: string): Promise<void> {
  registerAppScheme();
  app.enableSandbox();
  // Chromium's own files; the lock of a single instance lies there as well.
  app.setPath('userData', join(state, 'window'));
  setupContents();

  const words = process.argv.slice(process.defaultApp ? 2 : 1);
  const request = readStartRequest(words, process.cwd());
  if (!app.requestSingleInstanceLock({ ...request })) {
    app.quit();
    return;
  }

  const engine = createEngine();
  const windows = createWindows({ preload, placementFile: join(state, 'window-placements.json') });
  endWith(() => engine.close());
  app.on('window-all-closed', () => app.quit());

  async function show(wish: ProjectWish): Promise<void> {
    const [near, far] = inProcessPair();
    serve(contract, engine.handlers, far, { describeError: engine.describeError });
    const { client, close } = connect(contract, near);
    try {
      windows.open(await projectToOpen(client, wish));
    } finally {
      close();
    }
  }

  app.on('second-instance', (_event, _words, _folder, data) => {
    const wish = receivedStartRequest(data);
    if (wish.named === null) windows.focus();
    else void show(wish);
  });

  await app.whenReady();
  setupPermissions(session.defaultSession);
  servePages(session.defaultSession.protocol, createPageFiles(renderer));
  const host = setupEngineHost({
    engine,
    offerCommands: (commands) => setupMenu(commands, (command) => host.choose(command)),
  });
  setupMenu([], host.choose);
  await show(request);
}

/** Files of the installed app. */
export function shellFiles(): ShellFiles {
  return {
    renderer: join(packageRoot(), 'dist', 'renderer'),
    preload: join(packageRoot(), 'dist', 'preload', 'preload.cjs'),
  };
}

/** Lets the engine end its own processes before the app does. Nodes are none of them. */
function endWith(close: () => Promise<void>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    close()
      .catch((error: unknown) => console.error('The engine did not close well:', error))
      .finally(() => {
        state = 'closed';
        app.quit();
      });
  });
}
