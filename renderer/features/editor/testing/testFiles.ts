/** Open files on the engine's own rules for reading and writing, with a disk that is a map. */
import { AppError } from '#shared/errors.ts';
import { createDrafts, type Drafts } from '../files/drafts.ts';
import { createOpenFiles, type OpenFiles } from '../files/openFiles.ts';

export interface TestFiles {
  readonly files: OpenFiles;
  /** What other programs see and change. */
  readonly disk: Map<string, string>;
  readonly drafts: Drafts;
  /** As after a reload of the page or a crash: only disk and drafts are still there. */
  reload(): OpenFiles;
  /** Holds the next writes back until the returned function is called. */
  holdWrites(): () => void;
}

export const testProject = '/lab';

export async function testFiles(initial: Readonly<Record<string, string>>): Promise<TestFiles> {
  const disk = new Map(Object.entries(initial));
  const drafts = createDrafts(mapStorage);
  let held: Promise<void> = Promise.resolve();
  const client = {
    files: {
      list: () => Promise.reject(new Error('not used')),
      folders: () => Promise.reject(new Error('not used')),
      async read({ file }: { file: string }) {
        const text = disk.get(file);
        if (text === undefined) throw new AppError('not-found', `There is no file ${file}.`);
        return { text, revision: `r:${text}` };
      },
      async write({ file, text, expectedRevision }: Written) {
        await held;
        const before = disk.get(file);
        const revision = before === undefined ? null : `r:${before}`;
        if (revision !== expectedRevision) throw new AppError('conflict', `${file} was changed.`);
        disk.set(file, text);
        return { revision: `r:${text}` };
      },
    },
  };
  const kept = new Map<string, string>();
  function mapStorage(): Storage {
    const methods = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
      clear: () => kept.clear(),
      key: (index: number) => [...kept.keys()][index] ?? null,
      length: kept.size,
    };
    // A browser's storage lists its keys as its own properties, and nothing else.
    const hidden = Object.fromEntries(
      Object.entries(methods).map(([name, value]) => [name, { value, enumerable: false }]),
    );
    return Object.defineProperties(Object.fromEntries(kept), hidden) as unknown as Storage;
  }
  const start = (): OpenFiles => {
    const files = createOpenFiles(client as unknown as Parameters<typeof createOpenFiles>[0], drafts);
    files.enter(testProject);
    return files;
  };
  return {
    files: start(),
    disk,
    drafts,
    reload: start,
    holdWrites() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

interface Written {
  readonly file: string;
  readonly text: string;
  readonly expectedRevision: string | null;
}
