/** Tells when files of projects change. */
import { relative, sep } from 'node:path';
import { generatedFolders } from './clean.ts';

/** Milliseconds of quiet before changes are told: editors and git write in bursts. */
const quietMs = 100;

const ignored = new Set<string>([...generatedFolders, '.git', '.direnv', 'node_modules', 'result']);

export interface ProjectChange {
  readonly directory: string;
  /** Relative to the directory, sorted. */
  readonly paths: string[];
}

export interface ProjectWatcher {
  /** Resolves when changes from now on will be told. Watching a folder twice is the same as once. */
  watch(directory: string): Promise<void>;
  onChange(listener: (change: ProjectChange) => void): () => void;
  close(): Promise<void>;
}

export function createProjectWatcher(): ProjectWatcher {
  const listeners = new Set<(change: ProjectChange) => void>();
  const watched = new Map<string, Promise<{ close(): Promise<void> }>>();

  async function start(directory: string): Promise<{ close(): Promise<void> }> {
    const { watch } = await import('chokidar');
    const changed = new Set<string>();
    let quiet: NodeJS.Timeout | undefined;
    const watcher = watch(directory, { ignoreInitial: true, ignored: (path) => isIgnored(directory, path) });
    watcher.on('all', (_event, path) => {
      changed.add(relative(directory, path).replaceAll(sep, '/'));
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        const paths = [...changed].sort();
        changed.clear();
        for (const listener of listeners) listener({ directory, paths });
      }, quietMs);
    });
    await new Promise<void>((resolve) => {
      watcher.once('ready', resolve);
    });
    return {
      async close() {
        clearTimeout(quiet);
        await watcher.close();
      },
    };
  }

  return {
    async watch(directory) {
      let watcher = watched.get(directory);
      if (watcher === undefined) {
        watcher = start(directory);
        watched.set(directory, watcher);
      }
      await watcher;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      const all = [...watched.values()];
      watched.clear();
      await Promise.all(all.map(async (watcher) => (await watcher).close()));
    },
  };
}

/** By the first part of the path: a folder `build` deeper inside is the user's own. */
function isIgnored(directory: string, path: string): boolean {
  const [first = '', ...rest] = relative(directory, path).split(sep);
  return ignored.has(first) || rest.includes('node_modules');
}
