/** Which templates stay: those of builds that are there, and of these the last used, up to a size in all. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isTargetLocked } from '../../targetLock.ts';
import { type MachineFolders, makeRunFolder } from '../state/folders.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';
import { draftEnding, readNote, templateFiles, templateLock } from './templateStore.ts';

/** A tiny role's takes 60 MB, a small NixOS' up to a gigabyte. */
const mostBytes = 8 * 1024 ** 3;

/** A start that has found a template is about to use it. */
const inUseMs = 10 * 60_000;

/**
 * Removes templates whose build is gone, those of some builds, what was left half made, and the least recently used
 * when all together are too large. Machines that run keep what they have mapped.
 *
 * @returns how many bytes were freed
 */
export async function sweepTemplates(
  folders: MachineFolders,
  ofBuilds: readonly string[] = [],
  limitBytes = mostBytes,
): Promise<number> {
  const names = await readdir(folders.templates).catch((): string[] => []);
  const templates: { readonly folder: string; readonly usedAt: number; readonly bytes: number }[] = [];
  let freed = 0;
  for (const name of names) {
    const folder = join(folders.templates, name);
    if (name.endsWith(draftEnding)) {
      await removeDraft(folders, name.slice(0, -draftEnding.length));
      continue;
    }
    const note = await readNote(folder);
    if (note === undefined) continue;
    const bytes = await bytesOf(join(folder, templateFiles.memory));
    if (!ofBuilds.includes(note.composeInfo) && (await exists(note.composeInfo))) {
      templates.push({ folder, usedAt: note.usedAt, bytes });
      continue;
    }
    await rm(folder, { recursive: true, force: true });
    freed += bytes;
  }
  let kept = 0;
  for (const { folder, bytes, usedAt } of templates.sort((one, other) => other.usedAt - one.usedAt)) {
    kept += bytes;
    if (kept <= limitBytes || usedAt > Date.now() - inUseMs) continue;
    await rm(folder, { recursive: true, force: true });
    freed += bytes;
  }
  return freed;
}

/** What a process that was killed while it made a template has left, its machine included. */
async function removeDraft(folders: MachineFolders, key: string): Promise<void> {
  if (await isTargetLocked(folders.locks, templateLock(key))) return;
  const runFolder = await makeRunFolder(folders, templateRunFolder(key));
  await killProcesses(await findProcessesBelow(runFolder));
  await rm(runFolder, { recursive: true, force: true });
  await rm(join(folders.templates, `${key}${draftEnding}`), { recursive: true, force: true });
}

/** The name of the folder in which a machine runs that is booted for a template alone. */
export function templateRunFolder(key: string): string {
  return `template-${key.slice(0, 12)}`;
}

/** A file takes less room than it is long. */
async function bytesOf(file: string): Promise<number> {
  const status = await stat(file).catch(() => undefined);
  return (status?.blocks ?? 0) * 512;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
