/** Open files on the engine's own rules for reading and writing, with a disk that is a map. */
import type { Draft } from '#shared/contract/files.ts';
import { AppError } from '#shared/errors.ts';
import { createDrafts, type Drafts } from '../files/drafts.ts';
import { createOpenFiles, type OpenFiles } from '../files/openFiles.ts';

export interface TestFiles {
  readonly files: OpenFiles;
  /** What other programs see and change. */
  readonly disk: Map<string, string>;
  readonly drafts: Drafts;
  /** The drafts that the engine refused, as they were told. */
  readonly refused: readonly string[];
  /** Lets the engine refuse drafts from now on, or take them again. */
  failDrafts(problem: AppError | null): void;
  /** As after a reload of the page or a crash: only disk and drafts are still there. */
  reload(): OpenFiles;
  /** Holds the next writes back until the returned function is called. */
  holdWrites(): () => void;
}

export const testProject = '/lab';

export async function testFiles(initial: Readonly<Record<string, string>>): Promise<TestFiles> {
  const disk = new Map(Object.entries(initial));
  const kept = new Map<string, Draft>();
  const refused: string[] = [];
  let draftsFail: AppError | null = null;
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
      drafts: async ({ directory }: OfFile) =>
        [...kept.keys()].flatMap((key) =>
          key.startsWith(`${directory}:`) ? [key.slice(directory.length + 1)] : [],
        ),
      readDraft: async ({ directory, file }: OfFile) => kept.get(`${directory}:${file}`) ?? null,
      async keepDraft({ directory, file, draft }: OfFile & { readonly draft: Draft }) {
        if (draftsFail !== null) throw draftsFail;
        kept.set(`${directory}:${file}`, draft);
        return {};
      },
      async forgetDraft({ directory, file }: OfFile) {
        kept.delete(`${directory}:${file}`);
        return {};
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
  const drafts = createDrafts(client as unknown as Parameters<typeof createDrafts>[0], (path, problem) =>
    refused.push(`${path}: ${problem.code}`),
  );
  const start = (): OpenFiles => {
    const files = createOpenFiles(client as unknown as Parameters<typeof createOpenFiles>[0], drafts);
    void files.enter(testProject);
    return files;
  };
  return {
    files: start(),
    disk,
    drafts,
    refused,
    failDrafts(problem) {
      draftsFail = problem;
    },
    reload: start,
    holdWrites() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
  };
}

interface OfFile {
  readonly directory: string;
  readonly file: string;
}

interface Written {
  readonly file: string;
  readonly text: string;
  readonly expectedRevision: string | null;
}
