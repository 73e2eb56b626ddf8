/** Ending one machine: in good order if it can, the hard way if it cannot. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openControl } from '../guest/control.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';
import { findProcess, killProcesses, processGone } from '../state/processes.ts';

/** Services get this long to end, as Docker gives them. */
const gracePatienceMs = 10_000;
const turnPatienceMs = 1_000;
const quitPatienceMs = 2_000;

/**
 * Powers the machine off and waits for it; then has QEMU end; then kills it. Nothing runs in the folder afterwards.
 *
 * @param manner `forced` leaves out what needs the system's help
 */
export async function endMachine(node: string, folder: string, manner: 'graceful' | 'forced'): Promise<void> {
  const pid = await findProcess(folder);
  if (pid === undefined) return;
  const isUp = await stat(join(folder, machineFiles.ready)).then(
    () => true,
    () => false,
  );
  if (manner === 'graceful' && isUp && (await powerOff(node, folder, pid, gracePatienceMs))) return;
  // Also ends a machine that is paused, has panicked or is being restored.
  await withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('quit')).catch(() => undefined);
  if (await processGone(pid, quitPatienceMs)) return;
  await killProcesses([pid]);
}

/** Asks the system to power off. @returns whether the machine ended in time */
export async function powerOff(
  node: string,
  folder: string,
  pid: number,
  patienceMs: number,
): Promise<boolean> {
  try {
    const { status } = await withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('query-status'));
    if (status !== 'running') return false;
    const control = await openControl({ node, folder }, turnPatienceMs);
    try {
      control.send('poweroff');
      return await processGone(pid, patienceMs);
    } finally {
      await control.close();
    }
  } catch {
    // It cannot be asked: it hangs, or somebody else has its control port.
    return processGone(pid, 0);
  }
}

export async function removeMachineFiles(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
