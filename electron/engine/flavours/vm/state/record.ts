/** What is noted of a deployment before anything of it runs, so that any later process finds all of it. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { target } from '#shared/contract/common.ts';
import { toAppError } from '#shared/errors.ts';
import { identifierOf, type MachineFolders, makeFolder } from './folders.ts';

const forward = z.object({ hostPort: z.int(), nodePort: z.int() });

const nodeRecord = z.object({
  name: z.string(),
  role: z.string(),
  /** Counts from 1 in the order of the nodes; upstream's `vm_id`. */
  id: z.int().positive(),
  /** In the network of the nodes. */
  address: z.string(),
  memoryMib: z.int(),
  cores: z.int(),
  /** The port is kept for the node also when its system has no ssh server. */
  ssh: forward,
  hasSsh: z.boolean(),
  published: z.array(forward),
  /** Changes with everything that a running node cannot be given later. */
  hash: z.string(),
  /** Why it was booted; `null` if it was restored from a template, or is going to be. */
  coldReason: z.string().nullable(),
  /** Empty until it is launched. */
  command: z.array(z.string()),
});

export const recordSchema = z.object({
  version: z.literal(1),
  target,
  composeInfo: z.string(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  accelerator: z.enum(['kvm', 'tcg']),
  /** Where each node has a folder, named by its number. */
  runFolder: z.string(),
  lan: z.object({ group: z.string(), port: z.int() }),
  nodes: z.array(nodeRecord),
});

export type DeploymentRecord = z.infer<typeof recordSchema>;
export type NodeRecord = z.infer<typeof nodeRecord>;

const recordFile = 'deployment.json';

export function nodeFolder(
  { runFolder }: Pick<DeploymentRecord, 'runFolder'>,
  { id }: Pick<NodeRecord, 'id'>,
): string {
  return join(runFolder, String(id));
}

/** Replaces the record as a whole. @throws AppError `disk-full` or `permission-denied` */
export async function writeRecord(folders: MachineFolders, record: DeploymentRecord): Promise<void> {
  const folder = join(folders.deployments, identifierOf(record.target));
  await makeFolder(folder);
  const draft = join(folder, `.${recordFile}.${randomUUID()}`);
  try {
    await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, join(folder, recordFile));
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw toAppError(error);
  }
}

/** Nothing if there is no such deployment, or if its record is not ours to read. */
export async function readRecord(
  folders: MachineFolders,
  identifier: string,
): Promise<DeploymentRecord | undefined> {
  try {
    return recordSchema.parse(
      JSON.parse(await readFile(join(folders.deployments, identifier, recordFile), 'utf8')),
    );
  } catch {
    return undefined;
  }
}

/** The records of all deployments of the user. */
export async function readAllRecords(folders: MachineFolders): Promise<DeploymentRecord[]> {
  const names = await readdir(folders.deployments).catch((): string[] => []);
  const records = await Promise.all(names.map((name) => readRecord(folders, name)));
  return records.filter((record) => record !== undefined);
}

/** The records of one flavour's deployments, of one project if it is named. */
export async function readRecords(
  folders: MachineFolders,
  flavour: string,
  directory?: string,
): Promise<DeploymentRecord[]> {
  return (await readAllRecords(folders))
    .filter(({ target: { flavour: own } }) => own === flavour)
    .filter(({ target: { directory: own } }) => directory === undefined || own === directory);
}

/** Removes the record and everything that its machines have left. */
export async function removeRecord(folders: MachineFolders, record: DeploymentRecord): Promise<void> {
  await rm(record.runFolder, { recursive: true, force: true });
  await rm(join(folders.deployments, identifierOf(record.target)), { recursive: true, force: true });
}
