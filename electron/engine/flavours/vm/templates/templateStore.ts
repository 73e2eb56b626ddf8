/** The templates of a user: found, or made by one process of those that want the same. */
import { mkdir, readFile, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { acquireTargetLock } from '../../targetLock.ts';
import type { Hardware } from '../machine/specification.ts';
import { type MachineFolders, makeFolder } from '../state/folders.ts';
import type { CapturedFiles } from './capture.ts';

export type Template = CapturedFiles;

export interface TemplateRequest {
  readonly key: string;
  readonly hardware: Hardware;
  readonly composeInfo: string;
  readonly signal: AbortSignal;
  /** Makes the files, when it has to be made. */
  make(files: CapturedFiles): Promise<void>;
}

const lookMs = 100;

export const templateFiles = { memory: 'memory', state: 'state', note: 'template.json' } as const;

/** Of the folder while it is not whole. */
export const draftEnding = '.draft';

/** What a machine's state needs beside its memory: some hundred kilobytes. */
const stateBytes = 16 * 1024 * 1024;

/** For people, and for finding templates that are not needed any more. */
const noteSchema = z.object({
  composeInfo: z.string(),
  role: z.string(),
  memoryMib: z.number(),
  madeAt: z.number(),
});

export type TemplateNote = z.infer<typeof noteSchema>;

/**
 * The template of a role, made if there is none yet. Of several processes that want it one makes it.
 *
 * @throws AppError that says why there is none
 */
export async function ensureTemplate(folders: MachineFolders, request: TemplateRequest): Promise<Template> {
  const { key, signal } = request;
  const found = await findTemplate(folders, key);
  if (found !== undefined) return found;
  await makeFolder(folders.templates);
  const lock = await waitForLock(folders, key, signal);
  if (lock === undefined) return filesIn(join(folders.templates, key));
  try {
    // It may have come to be between the look and the lock.
    return (await findTemplate(folders, key)) ?? (await makeWhole(join(folders.templates, key), request));
  } finally {
    await lock.release();
  }
}

/** As a whole or not at all. */
async function makeWhole(
  destination: string,
  { hardware, composeInfo, make }: TemplateRequest,
): Promise<Template> {
  const draft = `${destination}${draftEnding}`;
  await rm(draft, { recursive: true, force: true });
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    await assertRoom(draft, hardware.memoryMib * 1024 * 1024 + stateBytes);
    await make(filesIn(draft));
    const { role, memoryMib } = hardware;
    const note: TemplateNote = { composeInfo, role, memoryMib, madeAt: Date.now() };
    await writeFile(join(draft, templateFiles.note), JSON.stringify(note));
    await rename(draft, destination);
    return filesIn(destination);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** @returns nothing if there is none that is whole */
export async function findTemplate(
  { templates }: MachineFolders,
  key: string,
): Promise<Template | undefined> {
  const folder = join(templates, key);
  const note = join(folder, templateFiles.note);
  const now = new Date();
  try {
    // When it was last used, for whoever has to choose what to remove.
    await utimes(note, now, now);
    await stat(join(folder, templateFiles.memory));
    return filesIn(folder);
  } catch {
    return undefined;
  }
}

/** @returns nothing if it is not there, or no note of ours */
export async function readNote(
  folder: string,
): Promise<(TemplateNote & { readonly usedAt: number }) | undefined> {
  const path = join(folder, templateFiles.note);
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return { ...note, usedAt: (await stat(path)).mtimeMs };
  } catch {
    return undefined;
  }
}

export function templateLock(key: string): string {
  return `vm-template-${key}`;
}

function filesIn(folder: string): Template {
  return { memoryFile: join(folder, templateFiles.memory), stateFile: join(folder, templateFiles.state) };
}

/** A memory file that cannot be filled is found out before the work. */
async function assertRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > neededBytes) return;
  throw new AppError('disk-full', `${folder} has no room for ${Math.round(neededBytes / 1024 / 1024)} MiB.`, {
    hint: 'Free some space there.',
  });
}

/** @returns nothing if another process has made it meanwhile */
async function waitForLock(
  folders: MachineFolders,
  key: string,
  signal: AbortSignal,
): Promise<{ release(): Promise<void> } | undefined> {
  for (;;) {
    try {
      return await acquireTargetLock(folders.locks, templateLock(key), 'made');
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
    await delay(lookMs, undefined, { signal });
    if ((await findTemplate(folders, key)) !== undefined) return undefined;
  }
}
