/** The templates of a user: found, made when missing, removed when their build is gone. */
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { acquireTargetLock, isTargetLocked } from '../../targetLock.ts';
import type { QemuProgram } from '../machine/program.ts';
import type { Hardware } from '../machine/specification.ts';
import { type MachineFolders, makeFolder, makeRunFolder } from '../state/folders.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';
import { templateKey } from './key.ts';
import { draftEnding, makeTemplate, templateFiles } from './makeTemplate.ts';

export interface Template {
  readonly memoryFile: string;
  readonly stateFile: string;
}

export interface TemplateRequest {
  readonly hardware: Hardware;
  /** The role's own program: two builds may give a role of one name different ones. */
  readonly init: string;
  readonly composeInfo: string;
  readonly program: QemuProgram;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called when it has to be made, which takes a boot. */
  onMaking?(): void;
}

const lookMs = 100;

const noteSchema = z.object({ composeInfo: z.string() });

/**
 * The template of a role, made if there is none yet. Of several processes that want it one makes it.
 *
 * @throws AppError that says why there is none; the role's machines have to boot then
 */
export async function ensureTemplate(folders: MachineFolders, request: TemplateRequest): Promise<Template> {
  const { hardware, init, composeInfo, program, environment, signal } = request;
  const key = await templateKey(hardware, init, program);
  const destination = join(folders.templates, key);
  const found = await findTemplate(destination);
  if (found !== undefined) return found;
  await makeFolder(folders.templates);
  const lock = await waitForLock(folders, key, destination, signal);
  if (lock === undefined) return templateIn(destination);
  try {
    // It may have come to be between the look and the lock.
    const meanwhile = await findTemplate(destination);
    if (meanwhile !== undefined) return meanwhile;
    request.onMaking?.();
    const runFolder = await makeRunFolder(folders, runFolderName(key));
    // Of a process that was killed while it made this one.
    await killProcesses(await findProcessesBelow(runFolder));
    const { role, memoryMib } = hardware;
    const note = { composeInfo, role, memoryMib, madeAt: Date.now() };
    await makeTemplate({ hardware, program, environment, runFolder, destination, note, signal });
    return templateIn(destination);
  } finally {
    await lock.release();
  }
}

/** Removes templates whose build is gone, and those of some builds. @returns how many bytes were freed */
export async function removeTemplates(
  folders: MachineFolders,
  ofBuilds: readonly string[] = [],
): Promise<number> {
  const names = await readdir(folders.templates).catch((): string[] => []);
  let freed = 0;
  for (const name of names) {
    const folder = join(folders.templates, name);
    if (name.endsWith(draftEnding)) await removeDraft(folders, name.slice(0, -draftEnding.length));
    const composeInfo = await composeInfoOf(folder);
    if (composeInfo === undefined) continue;
    const isWanted = !ofBuilds.includes(composeInfo) && (await exists(composeInfo));
    if (isWanted) continue;
    const memory = await stat(join(folder, templateFiles.memory)).catch(() => undefined);
    freed += (memory?.blocks ?? 0) * 512;
    // Running machines keep what they have mapped.
    await rm(folder, { recursive: true, force: true });
  }
  return freed;
}

/** What a process that was killed while it made a template has left, its machine included. */
async function removeDraft(folders: MachineFolders, key: string): Promise<void> {
  if (await isTargetLocked(folders.locks, lockOf(key))) return;
  const runFolder = await makeRunFolder(folders, runFolderName(key));
  await killProcesses(await findProcessesBelow(runFolder));
  await rm(runFolder, { recursive: true, force: true });
  await rm(join(folders.templates, `${key}${draftEnding}`), { recursive: true, force: true });
}

function lockOf(key: string): string {
  return `vm-template-${key}`;
}

function runFolderName(key: string): string {
  return `template-${key.slice(0, 12)}`;
}

function templateIn(folder: string): Template {
  return { memoryFile: join(folder, templateFiles.memory), stateFile: join(folder, templateFiles.state) };
}

async function findTemplate(folder: string): Promise<Template | undefined> {
  const note = join(folder, templateFiles.note);
  if (!(await exists(note))) return undefined;
  const now = new Date();
  // When it was last used, for whoever has to choose what to remove.
  await utimes(note, now, now).catch(() => undefined);
  return templateIn(folder);
}

/** @returns nothing if another process has made it meanwhile */
async function waitForLock(
  folders: MachineFolders,
  key: string,
  destination: string,
  signal: AbortSignal,
): Promise<{ release(): Promise<void> } | undefined> {
  for (;;) {
    try {
      return await acquireTargetLock(folders.locks, lockOf(key), 'made');
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
    await delay(lookMs, undefined, { signal });
    if ((await findTemplate(destination)) !== undefined) return undefined;
  }
}

async function composeInfoOf(folder: string): Promise<string | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(join(folder, templateFiles.note), 'utf8'));
    return noteSchema.parse(note).composeInfo;
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
