/** Text that is not saved yet, in the user's state folder: it outlives the window, the browser and a crash of either. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { replaceFile } from '../platform/replaceFile.ts';
import { locateProject } from '../projects/locate.ts';
import { largestFile } from './index.ts';
import { resolveInside } from './insideProject.ts';

const keptDraft = z.object({
  project: z.string(),
  file: z.string(),
  text: z.string(),
  /** The file's revision that the text was made from; `null` for a file that was not there. */
  base: z.string().nullable(),
});

export interface Draft {
  readonly text: string;
  readonly base: string | null;
}

export interface Drafts {
  /** The files of a project that have one, in the order of their names. */
  list(directory: string): Promise<string[]>;
  read(directory: string, file: string): Promise<Draft | null>;
  /** @throws AppError `permission-denied` outside the project, `unsupported` for too large a text, `disk-full` */
  keep(directory: string, file: string, draft: Draft): Promise<void>;
  forget(directory: string, file: string): Promise<void>;
}

/** @param stateDirectory the user's state folder */
export function createDrafts(stateDirectory: string): Drafts {
  const base = join(stateDirectory, 'drafts');
  /** Keeping and forgetting follow each other as they were asked for: the last one counts. */
  const working = new Map<string, Promise<unknown>>();

  const folderOf = async (directory: string): Promise<string> =>
    join(base, nameOf(await locateProject(directory)));

  async function inOrder<Result>(
    directory: string,
    file: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const key = JSON.stringify([directory, file]);
    const before = working.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    working.set(key, mine);
    try {
      return await mine;
    } finally {
      if (working.get(key) === mine) working.delete(key);
    }
  }

  return {
    async list(directory) {
      const folder = await folderOf(directory);
      const names = await readdir(folder).catch(() => []);
      // What begins with a dot was being written when something crashed.
      const whole = names.filter((name) => !name.startsWith('.'));
      const kept = await Promise.all(whole.map((name) => readKept(join(folder, name))));
      return kept.flatMap((draft) => (draft === null ? [] : [draft.file])).sort();
    },
    read: (directory, file) =>
      inOrder(directory, file, async () => {
        const kept = await readKept(join(await folderOf(directory), nameOf(file)));
        return kept === null ? null : { text: kept.text, base: kept.base };
      }),
    keep: (directory, file, { text, base: revision }) =>
      inOrder(directory, file, async () => {
        const project = await locateProject(directory);
        await resolveInside(project, file);
        if (Buffer.byteLength(text) > largestFile) {
          throw new AppError('unsupported', `${file} is too large to be kept while it is not saved.`, {
            hint: 'Save it, or make it smaller.',
          });
        }
        const folder = join(base, nameOf(project));
        // Nobody else's business: what is typed may be a password.
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const kept = { project, file, text, base: revision };
        await replaceFile(
          join(folder, nameOf(file)),
          Buffer.from(`${JSON.stringify(kept)}\n`),
          `the draft of ${file}`,
        );
      }),
    forget: (directory, file) =>
      inOrder(directory, file, async () =>
        rm(join(await folderOf(directory), nameOf(file)), { force: true }),
      ),
  };
}

/** A name that every file system takes, whatever the path. */
const nameOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 32);

/** `null` for what is no draft: half a file of a full disk, or something else's. */
async function readKept(path: string): Promise<z.infer<typeof keptDraft> | null> {
  try {
    return keptDraft.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
