/** A real terminal that can be typed into and read: a pane of a tmux of the test's own. */
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { repository, type World } from './world.ts';

export interface Terminal {
  /** Types the text and presses Enter. */
  enter(text: string): Promise<void>;
  /** Presses a key, in tmux's words: `C-c`, `Tab`. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Waits until the screen shows it. */
  shows(pattern: RegExp): Promise<void>;
  /** Runs a tmux command on the same server, for what programs open there. */
  tmux(...words: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

const patience = { timeout: 60_000, interval: 100 };

/** Opens a terminal with bash in a folder. `nxc` is on its PATH. */
export async function openTerminal(world: World, directory: string): Promise<Terminal> {
  // A server of its own: whatever tmux the user of this machine has is not ours.
  const server = basename(world.folder);
  const { TMUX: _, ...environment } = world.environment;
  const tmux = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await execa('tmux', ['-L', server, '-f', '/dev/null', ...words], {
      cwd: directory,
      env: { ...environment, PATH: `${join(repository, 'bin')}:${environment.PATH}` },
      extendEnv: false,
    });
    return stdout;
  };
  const session = 'terminal';
  await tmux('new-session', '-d', '-s', session, '-x', '120', '-y', '50', 'bash --norc --noprofile');
  const terminal: Terminal = {
    tmux,
    type: async (text) => {
      await tmux('send-keys', '-t', session, '-l', text);
    },
    press: async (key) => {
      await tmux('send-keys', '-t', session, key);
    },
    async enter(text) {
      await terminal.type(text);
      await terminal.press('Enter');
    },
    shows: (pattern) =>
      expect.poll(() => tmux('capture-pane', '-p', '-t', session), patience).toMatch(pattern),
    close: async () => {
      await tmux('kill-server');
    },
  };
  return terminal;
}
