/**
 * QEMU's processes, found by the folder that each names in its command line: unlike a process number alone, it never
 * means another process.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { machineFiles } from '../machine/sockets.ts';

/** The number of the process that runs in a machine's folder; nothing if none does. */
export async function findProcess(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, machineFiles.pid), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 && (await runsIn(pid, folder)) ? pid : undefined;
}

/** Every process that runs in a folder or below it, with or without a note of its number. */
export async function findProcessesBelow(folder: string): Promise<number[]> {
  const names = await readdir('/proc');
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ((await runsIn(pid, folder)) ? [pid] : [])));
  return found.flat();
}

async function runsIn(pid: number, folder: string): Promise<boolean> {
  const parameters = await commandOf(pid);
  const at = parameters.indexOf('-pidfile');
  return at > 0 && (parameters[at + 1] ?? '').startsWith(`${folder}/`);
}

/** Program and parameters that a process was started with; nothing if it has ended. */
export async function commandOf(pid: number): Promise<string[]> {
  // One that has ended, also one whose parent does not know yet, has no command line.
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}

/** Milliseconds since the epoch. */
export async function startOfProcess(pid: number): Promise<number> {
  return (await stat(`/proc/${pid}`)).ctimeMs;
}

/** Ends processes the hard way and waits until they are gone. */
export async function killProcesses(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
  for (const pid of pids) await processGone(pid, killPatienceMs);
}

/** The kernel takes a killed machine's memory back first. */
const killPatienceMs = 10_000;
const lookMs = 10;

/** Waits for the end of a process. @returns whether it ended in time */
export async function processGone(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while ((await commandOf(pid)).length > 0) {
    if (Date.now() > deadline) return false;
    await delay(lookMs);
  }
  return true;
}
