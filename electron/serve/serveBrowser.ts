/** `nxc serve`: the engine and the browser host together, until somebody ends it. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '#engine/createEngine.ts';
import { packageRoot, packageVersion } from '#engine/platform/resources.ts';
import { userDirectories } from '#engine/platform/userDirectories.ts';
import { contract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { connect } from '#shared/rpc/client.ts';
import { serve } from '#shared/rpc/server.ts';
import { inProcessPair } from '#transports/inProcess.ts';
import { createPageFiles } from '../pages/pageFiles.ts';
import { type ProjectWish, projectToOpen } from '../pages/projectToOpen.ts';
import { startBrowserHost } from './browserHost.ts';
import { findRunningHost, recordHost } from './hostRecords.ts';
import { openBrowser } from './openBrowser.ts';
import { onUsualPort } from './usualPort.ts';

export interface ServeOptions extends ProjectWish {
  /** 0 for the usual one: any that is free at first, then the same again. */
  readonly port: number;
  /** Show the page in a browser, if there is a display. */
  readonly open: boolean;
  /** Told once, when the page can be opened. */
  onReady(host: ServedHost): void;
  /** Ends the server. */
  readonly signal: AbortSignal;
}

interface ServedHost {
  /** Opens the page once, within ten minutes. */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  /** Whether it ran before: then it is not ours to end. */
  readonly reused: boolean;
  /** Whether a browser was started. */
  readonly opened: boolean;
}

/**
 * Serves the page until the signal ends it, or leads to the server of this user that runs already. Nodes, and the
 * deployments that others see, are untouched by its end.
 *
 * @throws AppError `port-taken`; `not-built` when there is no page to serve
 */
export async function serveBrowser(options: ServeOptions): Promise<void> {
  const pagesFolder = join(packageRoot(), 'dist', 'renderer');
  const stateFolder = join(userDirectories().state, 'browser-hosts');
  const build = await identifyBuild(pagesFolder);
  const engine = createEngine();
  try {
    const [near, far] = inProcessPair();
    const attach = (channel: typeof far) =>
      serve(contract, engine.handlers, channel, { describeError: engine.describeError });
    attach(far);
    const { client, close } = connect(contract, near);
    const project = await projectToOpen(client, options);
    close();
    const show = async (address: string): Promise<boolean> =>
      options.open && (await openBrowser(address, stateFolder, thisMachine()));

    const running = options.port === 0 ? await findRunningHost(stateFolder, build, project) : null;
    if (running !== null) {
      options.onReady({ ...running, reused: true, opened: await show(running.address) });
      return;
    }
    const start = (port: number) => startBrowserHost({ port, pages: createPageFiles(pagesFolder), attach });
    const host =
      options.port === 0 ? await onUsualPort(join(stateFolder, 'port'), start) : await start(options.port);
    const { port, key } = host;
    const strikeOut = await recordHost(stateFolder, { port, key, pid: process.pid, build });
    try {
      const opened = await show(host.address(project));
      options.onReady({ address: host.address(project), port, pid: process.pid, reused: false, opened });
      await aborted(options.signal);
    } finally {
      await strikeOut();
      await host.close();
    }
  } finally {
    await engine.close();
  }
}

/** Changes with every change of the page or of the program, so that an old server is not taken for a new one. */
async function identifyBuild(pagesFolder: string): Promise<string> {
  const hash = createHash('sha256').update(packageVersion());
  // Both name all their parts, and those carry hashes of their content.
  for (const file of [join(pagesFolder, 'index.html'), import.meta.filename]) {
    try {
      hash.update(await readFile(file));
    } catch (cause) {
      throw new AppError('not-built', `${file} is missing: there is no page to serve.`, {
        hint: 'Run `npm run build` in the folder of NXC Desktop, or install the program again.',
        cause,
      });
    }
  }
  return hash.digest('base64url');
}

function thisMachine() {
  return { platform: process.platform, environment: process.env, isRoot: process.getuid?.() === 0 };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
