/** Whether machines fit into this machine's memory. */
import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';

/** What QEMU needs itself: its code is shared, its tables and translated code are not. */
const overheadMib = 32;

export interface WantedMemory {
  readonly role: string;
  readonly memoryMib: number;
}

/**
 * Asks before anything is started: machines that outgrow the memory are killed by the kernel, and take others along.
 * A restored machine begins with little, but may come to use all it was given.
 *
 * @throws AppError `not-enough-memory` with the numbers
 */
export async function assertEnoughMemory(wanted: readonly WantedMemory[]): Promise<void> {
  const availableMib = await availableMemoryMib();
  const neededMib = wanted.reduce((sum, { memoryMib }) => sum + memoryMib + overheadMib, 0);
  if (neededMib <= availableMib) return;
  throw new AppError(
    'not-enough-memory',
    `${wanted.length} ${wanted.length === 1 ? 'machine needs' : 'machines need'} up to ${inWords(neededMib)} of memory (${perRole(wanted)}), and ${inWords(availableMib)} are available.`,
    {
      hint: 'Start fewer nodes, give them less memory (--memory), stop other deployments (`nxc status`), or start all the same with --anyway.',
      retryable: true,
    },
  );
}

function perRole(wanted: readonly WantedMemory[]): string {
  const counts = new Map<string, number>();
  for (const { role, memoryMib } of wanted) {
    const key = `${role} at ${inWords(memoryMib)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
}

function inWords(mib: number): string {
  return mib < 1024 ? `${Math.round(mib)} MiB` : `${(mib / 1024).toFixed(1)} GiB`;
}

async function availableMemoryMib(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8');
  return Number(/^MemAvailable:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}
