/** Which project a new window opens, when its user may have named none. */
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EngineClient } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';

export interface ProjectWish {
  /** What the user named, absolute; it is opened whatever it is, so that the window can say what is wrong. */
  readonly named: string | null;
  /** Where the user is: opened if it is in a project. */
  readonly near: string | null;
  /** Whether somebody who never opened a project gets the tutorial. */
  readonly tutorial: boolean;
}

/**
 * Absolute path of a project, or `null` for the welcome page. A project that cannot be found out is no reason to show
 * no window: the failure is told on standard error, and again by the window when it meets it.
 */
export async function projectToOpen(
  client: Pick<EngineClient, 'projects' | 'recents' | 'settings'>,
  wish: ProjectWish,
): Promise<string | null> {
  if (wish.named !== null) return wish.named;
  try {
    return await find(client, wish);
  } catch (error) {
    console.error(`No project is opened: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

async function find(
  client: Pick<EngineClient, 'projects' | 'recents' | 'settings'>,
  { near, tutorial }: ProjectWish,
): Promise<string | null> {
  if (near !== null && (await isProject(client, near))) return near;
  const last = (await client.recents.list({})).find(({ exists }) => exists);
  if (last !== undefined) return last.directory;
  return tutorial ? tutorialProject(client) : null;
}

async function isProject(client: Pick<EngineClient, 'projects'>, directory: string): Promise<boolean> {
  try {
    await client.projects.open({ directory });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return false;
    throw error;
  }
}

/** The tutorial where the user keeps projects, made if it is not there yet. */
async function tutorialProject(client: Pick<EngineClient, 'projects' | 'settings'>): Promise<string> {
  const { settings } = await client.settings.read({});
  const folder = settings.projectsFolder === '' ? homedir() : settings.projectsFolder;
  const directory = join(folder, 'nxc-tutorial');
  if (!(await isThere(directory))) await client.projects.init({ directory, template: 'tutorial' });
  return directory;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
