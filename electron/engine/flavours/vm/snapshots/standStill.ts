/**
 * All machines of a deployment stand still, and go on together. Which ones do is noted first: if our process is killed,
 * the next one that has to do with the deployment lets them go on.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { toAppError } from '#shared/errors.ts';
import { acquireTargetLock } from '../../targetLock.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';
import { identifierOf, lockName, type MachineFolders } from '../state/folders.ts';
import { findProcess } from '../state/processes.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder } from '../state/record.ts';

const noteFile = 'standing-still.json';
const noteSchema = z.object({ nodes: z.array(z.int()) });

function notePath(folders: MachineFolders, { target }: DeploymentRecord): string {
  return join(folders.deployments, identifierOf(target), noteFile);
}

/** Stops nodes. @throws AppError of one that cannot be stopped; `goOn` must be called either way */
export async function standStill(
  folders: MachineFolders,
  record: DeploymentRecord,
  nodes: readonly NodeRecord[],
): Promise<void> {
  await writeFile(notePath(folders, record), JSON.stringify({ nodes: nodes.map(({ id }) => id) })).catch(
    (error: unknown) => {
      throw toAppError(error);
    },
  );
  const [failure] = await tellAll(record, nodes, 'stop');
  if (failure !== undefined) throw failure.error;
}

/** Lets nodes go on. Those that have ended meanwhile are passed over; one that does not answer is tried again later. */
export async function goOn(
  folders: MachineFolders,
  record: DeploymentRecord,
  nodes: readonly NodeRecord[],
): Promise<void> {
  const untold = await tellAll(record, nodes, 'cont');
  const left = await Promise.all(untold.map(({ node }) => findProcess(nodeFolder(record, node))));
  if (left.some((pid) => pid !== undefined)) return;
  await rm(notePath(folders, record), { force: true });
}

/** For whoever holds the deployment's lock. @returns whether anything stood still */
export async function goOnIfInterrupted(folders: MachineFolders, record: DeploymentRecord): Promise<boolean> {
  const ids = await readNote(notePath(folders, record));
  if (ids === undefined) return false;
  await goOn(
    folders,
    record,
    record.nodes.filter(({ id }) => ids.includes(id)),
  );
  return true;
}

/** For everybody else: nothing happens while somebody is at work with the deployment. */
export async function goOnIfAbandoned(folders: MachineFolders, record: DeploymentRecord): Promise<void> {
  if ((await readNote(notePath(folders, record))) === undefined) return;
  const lock = await acquireTargetLock(folders.locks, lockName(record.target), 'looked after').catch(
    () => undefined,
  );
  if (lock === undefined) return;
  try {
    await goOnIfInterrupted(folders, record);
  } finally {
    await lock.release();
  }
}

async function readNote(path: string): Promise<readonly number[] | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return noteSchema.parse(JSON.parse(text)).nodes;
  } catch {
    // Its writer was killed before any machine was stopped.
    return [];
  }
}

/** As near to each other as can be: one after the other they would have a network between past and present. Tells who could not be told. */
async function tellAll(
  record: DeploymentRecord,
  nodes: readonly NodeRecord[],
  command: 'stop' | 'cont',
): Promise<{ readonly node: NodeRecord; readonly error: unknown }[]> {
  const failures = await Promise.all(
    nodes.map((node) =>
      withQmp(join(nodeFolder(record, node), machineFiles.qmp), (qmp) => qmp.execute(command)).then(
        () => [],
        (error: unknown) => [{ node, error }],
      ),
    ),
  );
  return failures.flat();
}
