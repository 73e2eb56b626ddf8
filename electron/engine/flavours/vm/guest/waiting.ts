/** The point at which a template is made of a machine. */
import { rejectOnFailure } from '../state/failures.ts';
import type { Control, MachineReference } from './control.ts';

/** Emulated, a tiny system comes so far in 2 s and NixOS in a minute, alone on its machine. */
const bootPatienceMs = 10 * 60_000;

/** Until a machine that boots with a waiting identity asks to be told to go on. */
export async function awaitWaiting(
  { node, folder }: MachineReference,
  control: Control,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const limit = AbortSignal.any([signal, done.signal, AbortSignal.timeout(bootPatienceMs)]);
  try {
    const failing = rejectOnFailure(node, folder, done.signal);
    await Promise.race([control.nextOf(['nxc-waiting'], limit), failing]);
  } finally {
    done.abort();
  }
}

/** The line that has it go on, with the time, which stood still in a template. */
export function goLine(): string {
  return `go ${(Date.now() / 1000).toFixed(3)}`;
}
