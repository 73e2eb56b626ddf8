/** The snapshots of a user: where they are, what is noted of each, how much they take. */
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Target } from '#shared/contract/common.ts';
import { linkShape } from '#shared/contract/deployments.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { identifierOf, type MachineFolders, makeFolder } from '../state/folders.ts';
import { recordSchema } from '../state/record.ts';

const savedNode = z.object({
  id: z.int().positive(),
  /** QEMU's, as the node ran. */
  parameters: z.array(z.string()),
  /** It was paused before, and is to be so again. */
  isPaused: z.boolean(),
  isCut: z.boolean(),
  shape: linkShape.optional(),
});

const noteSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  /** Milliseconds since the epoch. */
  madeAt: z.number(),
  /** Another version has other devices. */
  qemuVersion: z.string(),
  record: recordSchema,
  /** The deployment's file in the project. */
  deployment: z.string(),
  /** The nodes' keys, as ssh programs read them. */
  knownHosts: z.string(),
  nodes: z.array(savedNode),
});

export type SnapshotNote = z.infer<typeof noteSchema>;
export type SavedNode = z.infer<typeof savedNode>;

const noteFile = 'snapshot.json';

/** Of a folder while it is not whole; no snapshot's name begins like this. */
const draftPrefix = '.draft-';

export const stateFile = (id: number) => `${id}.state`;
export const identityFile = (id: number) => `${id}.identity`;

function folderOf({ snapshots }: MachineFolders, target: Target): string {
  return join(snapshots, identifierOf(target));
}

export function snapshotFolder(folders: MachineFolders, target: Target, name: string): string {
  return join(folderOf(folders, target), name);
}

/** Makes the folder of a snapshot that is being made. Those of earlier ones that never were finished go. */
export async function makeDraft(folders: MachineFolders, target: Target, name: string): Promise<string> {
  const folder = folderOf(folders, target);
  for (const entry of await readdir(folder).catch((): string[] => [])) {
    if (entry.startsWith(draftPrefix)) await rm(join(folder, entry), { recursive: true, force: true });
  }
  const draft = join(folder, `${draftPrefix}${name}`);
  await makeFolder(draft);
  return draft;
}

/** From now on it is listed. */
export async function finishDraft(
  folders: MachineFolders,
  draft: string,
  note: SnapshotNote,
): Promise<Snapshot> {
  try {
    await writeFile(join(draft, noteFile), JSON.stringify(note), { mode: 0o600 });
    const folder = snapshotFolder(folders, note.record.target, note.name);
    await rename(draft, folder);
    return describe(folder, note);
  } catch (error) {
    throw toAppError(error);
  }
}

/** The newest first. */
export async function listSnapshots(folders: MachineFolders, target: Target): Promise<Snapshot[]> {
  const folder = folderOf(folders, target);
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith(draftPrefix))
      .map(async (name) => {
        const note = await readNote(join(folder, name));
        return note === undefined ? [] : [await describe(join(folder, name), note)];
      }),
  );
  return found.flat().sort((one, other) => other.madeAt - one.madeAt);
}

/** @throws AppError `not-found` that names those there are */
export async function readSnapshot(
  folders: MachineFolders,
  target: Target,
  name: string,
): Promise<SnapshotNote> {
  const note = await readNote(snapshotFolder(folders, target, name));
  if (note !== undefined) return note;
  const names = (await listSnapshots(folders, target)).map((snapshot) => snapshot.name);
  throw new AppError(
    'not-found',
    `There is no snapshot “${name}” of “${target.composition}” on ${target.flavour}.`,
    {
      hint:
        names.length === 0
          ? 'There is none at all: `nxc snapshot create` makes one while the deployment runs.'
          : `There are: ${names.join(', ')}.`,
    },
  );
}

/** @returns how many bytes were freed. @throws AppError `not-found` */
export async function removeSnapshot(folders: MachineFolders, target: Target, name: string): Promise<number> {
  await readSnapshot(folders, target, name);
  const folder = snapshotFolder(folders, target, name);
  const size = await bytesBelow(folder);
  try {
    // The note first: half a snapshot must not be listed.
    await rm(join(folder, noteFile), { force: true });
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw toAppError(error);
  }
  return size;
}

/** Nothing if it is none, or not ours to read. */
async function readNote(folder: string): Promise<SnapshotNote | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(join(folder, noteFile), 'utf8')));
  } catch {
    return undefined;
  }
}

async function describe(folder: string, { name, madeAt, record }: SnapshotNote): Promise<Snapshot> {
  const nodes = await Promise.all(
    record.nodes.map(async ({ id, name: node, role }) => ({
      name: node,
      role,
      sizeBytes:
        (await bytesOf(join(folder, stateFile(id)))) + (await bytesOf(join(folder, identityFile(id)))),
    })),
  );
  return { name, madeAt, sizeBytes: await bytesBelow(folder), nodes };
}

async function bytesBelow(folder: string): Promise<number> {
  const names = await readdir(folder).catch((): string[] => []);
  const sizes = await Promise.all(names.map((name) => bytesOf(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What it takes on the disk, which is not its length. */
async function bytesOf(path: string): Promise<number> {
  return ((await stat(path).catch(() => undefined))?.blocks ?? 0) * 512;
}
