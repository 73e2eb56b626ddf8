/** All nodes side by side: one tmux window, one pane a node, each running `nxc connect node`. */
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Session } from '../session.ts';

export interface Tiles {
  readonly target: Target;
  readonly nodes: readonly string[];
  readonly user: string | undefined;
  /** Consoles instead of shells. */
  readonly isConsole: boolean;
  /** One more pane, with a shell on this machine. */
  readonly hasLocalPane: boolean;
}

/** Opens the nodes tiled and returns when the user leaves. */
export async function openTiled(session: Session, tiles: Tiles): Promise<unknown> {
  const { target, nodes } = tiles;
  if (nodes.length === 0) {
    throw new AppError('node-failed', 'No node runs, so there is nothing to connect to.', {
      hint: '`nxc status` shows the nodes, `nxc start --reuse` starts those that are missing.',
    });
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw cannotTile(session, tiles, 'this is not a terminal');
  const { execa } = await import('execa');
  const tmux = (...words: string[]) => execa('tmux', words, { reject: false, stdin: 'inherit' });
  const version = await tmux('-V');
  if (version.exitCode !== 0) throw cannotTile(session, tiles, 'tmux is not installed');

  const name = `nxc-${target.composition}-${process.pid}`.replaceAll(/[.:]/g, '-');
  const panes = nodes.map((node) => [paneCommand(tiles, node)]);
  // Without a command a pane has the user's own shell.
  if (tiles.hasLocalPane) panes.push([]);
  const [first = [], ...others] = panes;
  const size = ['-x', String(process.stdout.columns || 80), '-y', String(process.stdout.rows || 24)];
  const made = await tmux(
    'new-session',
    '-d',
    '-s',
    name,
    ...size,
    '-n',
    target.composition,
    '-c',
    target.directory,
    ...first,
  );
  if (made.exitCode !== 0) throw cannotTile(session, tiles, `tmux says: ${made.stderr}`);
  for (const pane of others) {
    await tmux('split-window', '-t', name, '-c', target.directory, ...pane);
    // After each one, or the next finds no room to split.
    await tmux('select-layout', '-t', name, 'tiled');
  }
  const attach = process.env.TMUX === undefined ? 'attach-session' : 'switch-client';
  await execa('tmux', [attach, '-t', name], { stdio: 'inherit', reject: false });
  return { nodes, session: name };
}

/** This very program again, so that the panes do not depend on what `nxc` means on their PATH. */
function paneCommand({ target, user, isConsole }: Tiles, node: string): string {
  const [, program = 'nxc'] = process.argv;
  const words = [process.execPath, program, '-d', target.directory, 'connect', node, '-f', target.flavour];
  if (user !== undefined) words.push('-l', user);
  if (isConsole) words.push('--console');
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

function cannotTile(session: Session, { nodes, isConsole }: Tiles, why: string): AppError {
  nodes.forEach((node, index) => {
    session.print(`${String(index + 1).padStart(3)}  nxc connect ${node}${isConsole ? ' --console' : ''}`);
  });
  return new AppError('missing-program', `The nodes cannot be shown side by side: ${why}.`, {
    hint: 'Connect to one of them by its name. `nxc doctor` shows how to install tmux.',
  });
}
