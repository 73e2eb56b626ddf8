/** A node's log on a screen, followed over restarts of the node and lost connections. It knows no React. */
import type { AppContext } from '#renderer/app/context.ts';
import { loadScreen } from '#renderer/platform/xterm/loadXterm.ts';
import type { Screen } from '#renderer/platform/xterm/screen.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import type { Target } from '#shared/contract/common.ts';
import { type SerializedError, toAppError } from '#shared/errors.ts';
import { divider } from './dividers.ts';
import { addressToOpen } from './links.ts';
import { screensOf } from './screens.ts';
import { runningSince } from './shellState.ts';

export type LogState =
  | { readonly phase: 'opening' }
  | { readonly phase: 'following'; readonly isEmpty: boolean }
  /** The node has ended; its log is followed again when it runs. */
  | { readonly phase: 'ended' }
  | { readonly phase: 'failed'; readonly error: SerializedError };

export interface NodeLogOptions {
  /** Among the screens. */
  readonly id: string;
  readonly node: string;
  readonly target: Target;
  onState(state: LogState): void;
}

export interface NodeLog {
  start(element: HTMLElement): void;
  screen(): Screen | null;
  setVisible(isVisible: boolean): void;
  leave(): void;
}

/** Lines of the past that are asked for. */
const pastLines = 1000;

const linesKept = 10_000;

export function createNodeLog(app: AppContext, { id, node, target, onState }: NodeLogOptions): NodeLog {
  const { client, connection, deployments } = app;
  const abort = new AbortController();
  const cleanups: (() => void)[] = [];
  let screen: Screen | null = null;
  let isVisible = true;
  /** Whether there is nothing to be seen yet. */
  let isEmpty = true;

  const deployment = () => deploymentOf(deployments.getState(), target);
  const nodeSince = (): number | null => runningSince(deployment()?.nodes ?? [], node);

  function become(state: LogState): void {
    if (!abort.signal.aborted) onState(state);
  }

  async function readOnce(on: Screen): Promise<void> {
    const stream = await client.deployments.logs(
      { target, node, follow: true, tailLines: pastLines },
      { signal: abort.signal },
    );
    become({ phase: 'following', isEmpty });
    stream.onData((bytes, consumed) => {
      on.write(bytes, consumed);
      if (!isEmpty) return;
      isEmpty = false;
      become({ phase: 'following', isEmpty });
    });
    await stream.closed;
  }

  /** Resolves once the node runs as it did not before. */
  function nextRun(before: number | null): Promise<void> {
    // A container that is started again is as old as before.
    let wasDown = false;
    return new Promise((resolve) => {
      const look = (): void => {
        const now = nodeSince();
        wasDown ||= now === null;
        if (!abort.signal.aborted && (now === null || (now === before && !wasDown))) return;
        stop();
        resolve();
      };
      const stop = deployments.subscribe(look);
      abort.signal.addEventListener('abort', look);
      look();
    });
  }

  function connectionBack(): Promise<void> {
    return new Promise((resolve) => {
      const stop = connection.onResumed(done);
      function done(): void {
        stop();
        resolve();
      }
      abort.signal.addEventListener('abort', done);
    });
  }

  async function follow(on: Screen): Promise<void> {
    while (!abort.signal.aborted) {
      const since = nodeSince();
      try {
        await readOnce(on);
        become({ phase: 'ended' });
        await nextRun(since);
        on.write(divider('node restarted'));
      } catch (thrown) {
        if (abort.signal.aborted) return;
        const error = toAppError(thrown);
        become({ phase: 'failed', error: error.toJSON() });
        if (error.code === 'connection-lost') {
          await connectionBack();
          // What came meanwhile is read with the rest.
          on.reset();
        } else {
          await nextRun(since);
        }
      }
    }
  }

  async function begin(element: HTMLElement): Promise<void> {
    const made = await loadScreen({
      label: `Log of ${node}`,
      fontSize: app.settings.getState().settings.terminalFontSize,
      scrollback: linesKept,
      isReadOnly: true,
      onLink(text) {
        const address = addressToOpen(text, node, deployment());
        if (address !== null) window.open(address, '_blank', 'noopener');
      },
    });
    if (abort.signal.aborted) {
      made.dispose();
      return;
    }
    screen = made;
    made.open(element);
    made.setVisible(isVisible);
    cleanups.push(screensOf(app).add(id, made), () => made.dispose());
    await follow(made);
  }

  return {
    start(element) {
      begin(element).catch((thrown) => become({ phase: 'failed', error: toAppError(thrown).toJSON() }));
    },
    screen: () => screen,
    setVisible(now) {
      isVisible = now;
      screen?.setVisible(now);
    },
    leave() {
      abort.abort();
      for (const cleanup of cleanups) cleanup();
    },
  };
}
