/**
 * A place in the window for shells on one node, one after the other: each is continued where it was, and what the
 * earlier ones wrote stays above. It knows no React: panels give it an element to be in.
 */
import type { AppContext } from '#renderer/app/context.ts';
import { loadScreen } from '#renderer/platform/xterm/loadXterm.ts';
import { linesRunByPaste } from '#renderer/platform/xterm/paste.ts';
import { isReply, isTyped } from '#renderer/platform/xterm/replies.ts';
import type { Screen } from '#renderer/platform/xterm/screen.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { count } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { toAppError } from '#shared/errors.ts';
import { divider } from './dividers.ts';
import { addressToOpen } from './links.ts';
import type { ListedPlace } from './placeList.ts';
import { placesOf } from './places.ts';
import { questionsOf } from './questions.ts';
import { screensOf } from './screens.ts';
import { comesBack, isOver, runningSince, type ShellState } from './shellState.ts';
import { followShell, type ShellStream } from './shellStream.ts';

export interface PlaceOptions {
  readonly listed: Omit<ListedPlace, 'shell'>;
  readonly target: Target;
  /** The engine's terminals whose output is shown, the oldest first. The last one may still be open. */
  readonly terminals: readonly string[];
  /** Lines kept above the screen. */
  readonly scrollback: number;
  /** To be remembered for when the page is loaded again. */
  onTerminals(terminals: readonly string[]): void;
  onShell(shell: ShellState): void;
  /** What the user typed or pasted here, after it went to the shell. */
  onTyped?(data: string, isPaste: boolean): void;
  /** Says how many more shells get what is pasted. */
  others?(): number;
}

export interface Place {
  /** Begins, in an element of the page. */
  start(element: HTMLElement): void;
  /** Types into the shell as if it came from the keyboard here. */
  type(data: string): void;
  /** Pastes after asking where that is wise. */
  paste(text: string): Promise<void>;
  /** Pastes without asking, and without telling `onTyped`. */
  pasteQuietly(text: string): void;
  screen(): Screen | null;
  /** The engine's terminals that it shows, the oldest first. */
  terminals(): readonly string[];
  /** Opens a new shell below the old one's output. */
  reopen(): void;
  /** Whether something seems to run in it: a program that has the whole screen, or one that writes. */
  isBusy(): boolean;
  setVisible(isVisible: boolean): void;
  setFontSize(pixels: number): void;
  /** Leaves the page; the shell goes on. */
  leave(): void;
  /** Ends the shell, and forgets what the earlier ones wrote. */
  end(): void;
}

/** Earlier shells whose output is shown again after a reload. The engine keeps more than that. */
const terminalsKept = 8;

/** Milliseconds after its last output for which a program counts as one that writes. */
const busyTime = 1000;

const encoder = new TextEncoder();

export function createPlace(app: AppContext, options: PlaceOptions): Place {
  const { client, connection, deployments } = app;
  const { listed, target } = options;
  const { id, node, opens } = listed;
  const abort = new AbortController();
  const cleanups: (() => void)[] = [];
  let terminals = [...options.terminals];
  let screen: Screen | null = null;
  let stream: ShellStream | null = null;
  let shell: ShellState = { phase: 'opening' };
  let lastOutput = 0;
  let isVisible = true;
  let isPasting = false;
  /** Whether the node was seen not to run since its shell ended. */
  let wasDown = false;

  const deployment = () => deploymentOf(deployments.getState(), target);
  const nodeSince = (): number | null => runningSince(deployment()?.nodes ?? [], node);

  function become(next: ShellState): void {
    if (abort.signal.aborted) return;
    shell = next;
    if (!isOver(next)) wasDown = false;
    placesOf(app).tell(id, next);
    options.onShell(next);
  }

  function follow(terminal: string, on: Screen, isReplayed: boolean): Promise<number | null> {
    stream = followShell({
      client,
      terminal,
      screen: on,
      isReplayed,
      signal: abort.signal,
      waitForConnection: () =>
        new Promise((resolve) => {
          const stop = connection.onResumed(() => {
            stop();
            resolve();
          });
          abort.signal.addEventListener('abort', () => {
            stop();
            resolve();
          });
        }),
      onAttached() {
        become({ phase: 'open' });
        tellSize();
      },
      onDetached: () => become({ phase: 'detached' }),
      onOutput() {
        lastOutput = Date.now();
      },
    });
    return stream.ended;
  }

  function tellSize(): void {
    const terminal = terminals.at(-1);
    if (screen === null || terminal === undefined || shell.phase !== 'open') return;
    // A shell that has just ended has no size; its end is told elsewhere.
    client.terminals.resize({ terminal, ...screen.size() }).catch(() => undefined);
  }

  /** Shows what is there already; opens a shell when none of it is known to the engine any more. */
  async function resume(on: Screen): Promise<void> {
    const known: string[] = [];
    let exitCode: number | null = null;
    for (const terminal of terminals) {
      try {
        if (known.length > 0) on.write(divider('the next shell'));
        exitCode = await follow(terminal, on, true);
        known.push(terminal);
      } catch (thrown) {
        if (!isUnknown(thrown)) throw thrown;
      }
    }
    terminals = known;
    if (known.length === 0) {
      await openAfter('new shell', on);
      return;
    }
    become({ phase: 'ended', exitCode, nodeSince: nodeSince() });
    considerReturn();
  }

  async function open(on: Screen): Promise<void> {
    become({ phase: 'opening' });
    const { terminal } = await client.terminals.open({ target, node, kind: opens, ...on.size() });
    if (abort.signal.aborted) {
      await client.terminals.close({ terminal });
      return;
    }
    terminals = [...terminals, terminal].slice(-terminalsKept);
    options.onTerminals(terminals);
    const since = nodeSince();
    try {
      const exitCode = await follow(terminal, on, false);
      become({ phase: 'ended', exitCode, nodeSince: since });
    } catch (thrown) {
      if (!isUnknown(thrown)) throw thrown;
      // The connection is back, but to another engine: shells end with theirs.
      terminals = terminals.filter((each) => each !== terminal);
      await openAfter('the engine was restarted; new shell', on);
      return;
    }
    considerReturn();
  }

  /** Opens a new shell below what stands there. */
  function openAfter(words: string, on: Screen): Promise<void> {
    // A console begins with all that it has shown: the same must not stand there twice.
    if (opens === 'console') on.clear();
    else if (on.text().trim() !== '') on.write(divider(words));
    return open(on);
  }

  function attempt(work: Promise<void>): void {
    work.catch((thrown) => {
      if (abort.signal.aborted) return;
      become({ phase: 'failed', error: toAppError(thrown).toJSON(), nodeSince: nodeSince() });
      considerReturn();
    });
  }

  function reopenWith(words: string): void {
    if (screen === null || !isOver(shell)) return;
    attempt(openAfter(words, screen));
  }

  function considerReturn(): void {
    const since = nodeSince();
    if (isOver(shell) && since === null) wasDown = true;
    if (comesBack(shell, since, wasDown)) reopenWith('node restarted');
  }

  function reopen(): void {
    const code = shell.phase === 'ended' ? shell.exitCode : null;
    reopenWith(code === null ? 'new shell' : `ended with exit code ${code}; new shell`);
  }

  function receiveInput(data: string): void {
    if (isOver(shell)) {
      if (data === '\r') reopen();
      return;
    }
    if (stream?.isReplaying() === true && isReply(data)) return;
    stream?.write(encoder.encode(data));
    if (!isPasting && isTyped(data)) options.onTyped?.(data, false);
  }

  function pasteQuietly(text: string): void {
    if (screen === null || isOver(shell)) return;
    // What xterm makes of it is not told to the others as typed: each puts its own brackets around it.
    isPasting = true;
    screen.paste(text);
    isPasting = false;
  }

  async function paste(text: string): Promise<void> {
    if (text === '' || screen === null) return;
    const others = options.others?.() ?? 0;
    const lines = linesRunByPaste(text, screen.isBracketedPaste() && others === 0);
    if (lines > 0 && !(await questionsOf(app).ask(pasteQuestion(text, lines, node, others)))) return;
    pasteQuietly(text);
    options.onTyped?.(text, true);
    screen.focus();
  }

  async function begin(element: HTMLElement): Promise<void> {
    const made = await loadScreen({
      label: opens === 'console' ? `Console of ${node}` : `Terminal on ${node}`,
      fontSize: app.settings.getState().settings.terminalFontSize,
      scrollback: options.scrollback,
      onInput: receiveInput,
      onBinary: (bytes) => stream?.write(bytes),
      onSize: tellSize,
      onPaste: (text) => void paste(text),
      onLink: openLink,
    });
    if (abort.signal.aborted) {
      made.dispose();
      return;
    }
    screen = made;
    made.open(element);
    made.setVisible(isVisible);
    cleanups.push(screensOf(app).add(id, made), () => made.dispose());
    cleanups.push(deployments.subscribe(considerReturn));
    // After a reload the user goes on where they were.
    if (isVisible && options.listed.kind === 'tab') screensOf(app).cameToFront(id);
    await resume(made);
  }

  function openLink(text: string): void {
    const address = addressToOpen(text, node, deployment());
    if (address !== null) {
      window.open(address, '_blank', 'noopener');
      return;
    }
    app.notifications.tell('information', `${text} cannot be opened from here.`, {
      hint: `Only ${node} itself can reach it. Publish its port with \`dockerPorts\` beside \`roles\`, or stay in the terminal.`,
    });
  }

  return {
    start(element) {
      placesOf(app).add(this, { ...listed, shell });
      attempt(begin(element));
    },
    type: (data) => {
      if (!isOver(shell)) stream?.write(encoder.encode(data));
    },
    paste,
    pasteQuietly,
    screen: () => screen,
    terminals: () => terminals,
    reopen,
    isBusy: () =>
      shell.phase === 'open' && ((screen?.isFullScreen() ?? false) || Date.now() - lastOutput < busyTime),
    setVisible(now) {
      isVisible = now;
      screen?.setVisible(now);
    },
    setFontSize: (pixels) => screen?.setFontSize(pixels),
    leave() {
      abort.abort();
      for (const cleanup of cleanups) cleanup();
      placesOf(app).remove(id);
    },
    end() {
      for (const terminal of terminals) {
        // One that the engine has forgotten already is as good as closed.
        client.terminals.close({ terminal }).catch(() => undefined);
      }
    },
  };
}

const isUnknown = (thrown: unknown): boolean => toAppError(thrown).code === 'not-found';

function pasteQuestion(text: string, lines: number, node: string, others: number) {
  const where = others === 0 ? node : `${node} and ${count(others, 'more node')}`;
  return {
    title: `Paste ${count(lines, 'line')} into ${others === 0 ? node : count(others + 1, 'node')}?`,
    description: `The shell on ${where} runs each line as soon as it comes.`,
    text,
    action: 'Paste',
  };
}
