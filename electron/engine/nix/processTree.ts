/** Ends a program together with everything it has started. */
import { readdir, readFile } from 'node:fs/promises';

/** Milliseconds that Nix gets to stop its builders and release its locks after being interrupted. */
const interruptGraceMs = 5000;

/**
 * Interrupts the process group that `leader` leads, as Ctrl-C does; if it still lives after the grace period, it is
 * killed together with its builders.
 *
 * @param exited settles when the leader has ended, however it did
 */
export async function endProcessGroup(leader: number, exited: Promise<unknown>): Promise<void> {
  signalGroup(leader, 'SIGINT');
  let grace: NodeJS.Timeout | undefined;
  const lateness = new Promise<'late'>((resolve) => {
    grace = setTimeout(resolve, interruptGraceMs, 'late');
  });
  const outcome = await Promise.race([exited.then(() => 'gone' as const), lateness]);
  clearTimeout(grace);
  if (outcome === 'gone') return;
  // Builders lead groups of their own, which no signal to Nix's group reaches and which Nix, killed, can't end.
  for (const child of await childrenOf(leader)) signalGroup(child, 'SIGKILL');
  signalGroup(leader, 'SIGKILL');
  await exited;
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nothing of the group is left, which is what was wanted.
  }
}

/** From /proc; empty on systems without it, where the group's own signal has to do. */
async function childrenOf(parent: number): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(pids.map((pid) => parentOf(pid)));
  return pids.filter((_, index) => parents[index] === parent).map(Number);
}

async function parentOf(pid: string): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const match = /^PPid:\s*(\d+)$/m.exec(status);
  return match === null ? undefined : Number(match[1]);
}
