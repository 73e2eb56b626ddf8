/** The user's settings in a file that people read and edit too. */
import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { SettingsChanges, SettingsState } from '#shared/contract/settings.ts';
import { AppError } from '#shared/errors.ts';
import { replaceFile } from '../platform/replaceFile.ts';
import { readSettings } from './readSettings.ts';

export interface SettingsStore {
  read(): Promise<SettingsState>;
  /** @throws AppError `conflict` while the file is unreadable: what stands in it is not ours to throw away */
  write(changes: SettingsChanges): Promise<SettingsState>;
  /** Renames an unreadable file and begins a new one. */
  setAside(): Promise<{ keptAs: string; state: SettingsState }>;
  /** Tells of every change of the file, whoever made it. */
  onChange(listener: (state: SettingsState) => void): () => void;
  close(): void;
}

/** Milliseconds between a change and reading it: editors write in several steps. */
const quietMs = 100;

/** @param directory the user's configuration folder */
export function createSettingsStore(directory: string): SettingsStore {
  const file = join(directory, 'settings.json');
  const listeners = new Set<(state: SettingsState) => void>();
  let watcher: FSWatcher | undefined;
  let quiet: NodeJS.Timeout | undefined;
  let lastTold = '';
  let lastWrite: Promise<unknown> = Promise.resolve();

  async function load() {
    const read = readSettings(await textOf(file), file);
    const state: SettingsState = { settings: read.settings, file, problem: read.problem };
    return { ...read, state };
  }

  function tell(state: SettingsState): void {
    const text = JSON.stringify(state);
    if (text === lastTold) return;
    lastTold = text;
    for (const listener of listeners) listener(state);
  }

  /** The folder and not the file is watched: whoever replaces a file makes a new one. */
  async function beginWatching(): Promise<void> {
    if (watcher !== undefined) return;
    await mkdir(directory, { recursive: true });
    lastTold = JSON.stringify((await load()).state);
    watcher ??= watch(directory, { persistent: false }, (_event, name) => {
      if (name !== null && name !== basename(file)) return;
      quiet ??= setTimeout(() => {
        quiet = undefined;
        load().then(({ state }) => tell(state), tellUnreadable);
      }, quietMs);
    });
  }

  function tellUnreadable(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    tell({
      ...readSettings(null, file),
      file,
      problem: { message, hint: `See to ${file}.`, unreadable: true },
    });
  }

  async function save(changes: SettingsChanges): Promise<SettingsState> {
    const { entries, problem } = await load();
    if (problem?.unreadable) {
      throw new AppError('conflict', `The setting was not changed: ${problem.message}`, {
        hint: problem.hint,
      });
    }
    await replaceFile(file, Buffer.from(`${JSON.stringify({ ...entries, ...changes }, null, 2)}\n`));
    const { state } = await load();
    tell(state);
    return state;
  }

  /** Changes follow each other: two at once would each lose what the other wrote. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = lastWrite.then(work, work);
    lastWrite = mine.catch(() => {});
    return mine;
  }

  return {
    read: async () => (await load()).state,
    write: (changes) => inTurn(() => save(changes)),
    setAside: () =>
      inTurn(async () => {
        const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
        const keptAs = join(dirname(file), `settings.${stamp}.json`);
        await rename(file, keptAs);
        const { state } = await load();
        tell(state);
        return { keptAs, state };
      }),
    onChange(listener) {
      listeners.add(listener);
      // Without a watch, changes from here are still told.
      beginWatching().catch(() => {});
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      clearTimeout(quiet);
      watcher?.close();
      listeners.clear();
    },
  };
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError('permission-denied', `The settings in ${file} cannot be read.`, {
      hint: `See who owns it with: ls -l ${file}`,
      cause: error,
    });
  }
}
