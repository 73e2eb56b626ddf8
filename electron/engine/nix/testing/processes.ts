import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the other processes that mention a text; for tests that nothing is left running. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(text) ? [command] : [];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}
