/** One node of a snapshot, from its file to where it stood still, and all of them from there on. */
import { copyFile, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type AppError, toAppError } from '#shared/errors.ts';
import { startFailure } from '../../startFailure.ts';
import { setLink } from '../deployment/controls.ts';
import { stateDescriptor } from '../machine/commandLine.ts';
import { launchCommand } from '../machine/launch.ts';
import type { QemuProgram } from '../machine/program.ts';
import { machineFiles } from '../machine/sockets.ts';
import { setShape } from '../network/shape.ts';
import { withQmp } from '../qmp/client.ts';
import type { DeploymentRecord, NodeRecord } from '../state/record.ts';
import { rollbackParameters } from './rollbackCommand.ts';
import { setClock } from './setClock.ts';
import { identityFile, type SavedNode, stateFile } from './snapshotStore.ts';

export interface NodeToLoad {
  readonly record: NodeRecord;
  readonly saved: SavedNode;
  readonly folder: string;
  /** The snapshot's folder. */
  readonly snapshot: string;
}

const lookMs = 10;

/** Notes that are true of a machine only once it has gone on. */
const outdatedNotes = [machineFiles.identified, machineFiles.ready, machineFiles.crashed] as const;

/** Starts its QEMU, which reads the state and stands still again, with the cable and its faults as they were. */
export async function loadNode(
  { record: { id, name }, saved, folder, snapshot }: NodeToLoad,
  program: QemuProgram,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const note of outdatedNotes) await rm(join(folder, note), { force: true });
    await copyFile(join(snapshot, identityFile(id)), join(folder, machineFiles.identity));
  } catch (error) {
    throw toAppError(error);
  }
  const state = await open(join(snapshot, stateFile(id)), 'r').catch((error: unknown) => {
    throw toAppError(error);
  });
  const parameters = rollbackParameters(saved.parameters);
  try {
    const launched = await launchCommand(program, { name, folder, parameters }, environment, state);
    try {
      await readState(folder);
      await setLink({ node: name, folder }, !saved.isCut);
      await setShape({ node: name, folder }, saved.shape);
    } catch (error) {
      throw (await launched.whyEnded()) ?? error;
    }
  } finally {
    await state.close();
  }
}

/** QEMU ends when it cannot read it: then the connection is lost. */
async function readState(folder: string): Promise<void> {
  await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
    await qmp.execute('migrate-incoming', { uri: `fd:${stateDescriptor}` });
    while ((await qmp.execute('query-status')).status === 'inmigrate') await delay(lookMs);
  });
}

/**
 * Lets all go on together, sets their clocks right, and has each answer.
 *
 * @throws AppError of nodes that do not answer; the others run
 */
export async function letGoOn(
  deployment: Pick<DeploymentRecord, 'nodes'>,
  nodes: readonly NodeToLoad[],
  onRunning: (node: string) => void,
): Promise<void> {
  for (const { folder } of nodes) await writeFile(join(folder, machineFiles.identified), '');
  const going = nodes.filter(({ saved }) => !saved.isPaused);
  const failures = new Map<string, AppError>();
  await Promise.all(
    going.map(({ folder, record }) =>
      withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('cont')).catch((error: unknown) =>
        failures.set(record.name, toAppError(error)),
      ),
    ),
  );
  await Promise.all(
    nodes.map(async ({ folder, record: { name }, saved }) => {
      if (failures.has(name)) return;
      try {
        if (!saved.isPaused) await setClock({ node: name, folder }, true);
        await writeFile(join(folder, machineFiles.ready), '');
        onRunning(name);
      } catch (error) {
        failures.set(name, toAppError(error));
      }
    }),
  );
  if (failures.size > 0) throw startFailure(failures, deployment.nodes.length);
}
