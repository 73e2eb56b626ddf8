/** The projects that were opened lately, in the state folder: losing the list loses nothing else. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { RecentProject } from '#shared/contract/settings.ts';
import { replaceFile } from '../platform/replaceFile.ts';

const mostRemembered = 30;

const schema = z.array(z.object({ directory: z.string(), name: z.string(), openedAt: z.number() }));

type Remembered = z.infer<typeof schema>[number];

export interface Recents {
  /** The latest first. */
  list(): Promise<RecentProject[]>;
  remember(directory: string, name: string): Promise<RecentProject[]>;
  forget(directory: string): Promise<RecentProject[]>;
}

/** @param stateDirectory the user's state folder @param now milliseconds since the epoch */
export function createRecents(stateDirectory: string, now: () => number = Date.now): Recents {
  const file = join(stateDirectory, 'recent-projects.json');
  let lastChange: Promise<unknown> = Promise.resolve();

  /** A list that cannot be read is as good as none. */
  async function load(): Promise<Remembered[]> {
    try {
      return schema.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch {
      return [];
    }
  }

  function change(how: (before: Remembered[]) => Remembered[]): Promise<RecentProject[]> {
    const mine = lastChange.then(async () => {
      const after = how(await load()).slice(0, mostRemembered);
      await replaceFile(file, Buffer.from(`${JSON.stringify(after, null, 2)}\n`));
      return withExistence(after);
    });
    lastChange = mine.catch(() => {});
    return mine;
  }

  return {
    list: async () => withExistence(await load()),
    remember: (directory, name) =>
      change((before) => [
        { directory, name, openedAt: now() },
        ...before.filter((project) => project.directory !== directory),
      ]),
    forget: (directory) => change((before) => before.filter((project) => project.directory !== directory)),
  };
}

async function withExistence(projects: readonly Remembered[]): Promise<RecentProject[]> {
  return Promise.all(
    projects.map(async (project) => ({
      ...project,
      exists: await stat(project.directory).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    })),
  );
}
