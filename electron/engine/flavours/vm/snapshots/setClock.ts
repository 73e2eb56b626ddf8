/** The time on nodes that have stood still. */
import { randomBytes } from 'node:crypto';
import { askControl, type MachineReference } from '../guest/control.ts';

/** Under emulation, with all nodes at work at once. */
const patienceMs = 30_000;

/**
 * Sets the clock of a node to this machine's. What counts since boot stays as it was.
 *
 * @param hasTwin whether another run of the same machine has drawn, or will draw, the same random numbers: then it gets
 *   some of its own first
 * @throws AppError `timed-out`, `connection-lost`; also when it does not run
 */
export async function setClock(machine: MachineReference, hasTwin: boolean): Promise<void> {
  const seed = hasTwin ? randomBytes(32).toString('hex') : '';
  const mix = seed === '' ? ':' : `printf %s ${seed} >/dev/urandom`;
  const clock = (Date.now() / 1000).toFixed(3);
  // The machine's own program does both in one process; what became of a nixpkgs role has it no more.
  const script = `if [ -x /nxc/adopt ]; then /nxc/adopt ${clock} '${seed}' '' '' ''; else ${mix}; date -s @${clock} >/dev/null; fi`;
  await askControl(machine, script, patienceMs);
}
