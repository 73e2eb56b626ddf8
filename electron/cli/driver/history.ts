/** What was typed at the Python prompt before, kept in the user's own folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userDirectories } from '#engine/platform/userDirectories.ts';

export const historyLimit = 1000;

export interface History {
  /** The newest first, as readline wants it. */
  read(): string[];
  write(newestFirst: readonly string[]): void;
}

export function createHistory(environment: NodeJS.ProcessEnv = process.env): History {
  const path = join(userDirectories(environment).state, 'driver-history');
  return {
    read() {
      try {
        return readFileSync(path, 'utf8').split('\n').filter(Boolean).slice(-historyLimit).toReversed();
      } catch {
        // Nothing was typed yet.
        return [];
      }
    },
    write(newestFirst) {
      mkdirSync(dirname(path), { recursive: true });
      const lines = newestFirst.slice(0, historyLimit).toReversed();
      // Passwords are typed at prompts, too.
      writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
    },
  };
}
