/** From a node on paper to one whose services are up. */
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, toAppError } from '#shared/errors.ts';
import { type Control, openControl } from '../guest/control.ts';
import { waitingIdentity, writeIdentity } from '../guest/identity.ts';
import { awaitWaiting, goLine } from '../guest/waiting.ts';
import { stateDescriptor } from '../machine/commandLine.ts';
import { type LaunchedMachine, launchMachine } from '../machine/launch.ts';
import type { QemuProgram } from '../machine/program.ts';
import { machineFiles } from '../machine/sockets.ts';
import type { NodeMachine } from '../machine/specification.ts';
import { withQmp } from '../qmp/client.ts';
import { failureOfMachine, rejectOnFailure } from '../state/failures.ts';
import { type CapturedFiles, captureMachine, leaveOutSharedMemory } from '../templates/capture.ts';

/** Emulated NixOS takes minutes when many boot at once; a machine that takes longer has lost its way. */
const readyPatienceMs = 15 * 60_000;
const restoreLookMs = 4;

export interface NodeLaunch {
  readonly machine: NodeMachine;
  readonly identity: string;
  /** It is restored from it; booted if there is none. */
  readonly stateFile: string | null;
  /** A template is made of it on its way; its memory is copyable then. */
  readonly capture: Capture | null;
  readonly program: QemuProgram;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export interface Capture {
  readonly files: CapturedFiles;
  /** Told of the template, also when it could not be made: the node goes on all the same. */
  readonly settle: Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'>;
}

export interface LaunchedNode extends LaunchedMachine {
  /** Resolves once its services are up. */
  readonly ready: Promise<void>;
}

/**
 * Starts a node's machine until it goes its own way: booting, restored, or past the point of the template.
 *
 * @throws AppError about this node alone, or `cancelled`
 */
export async function launchNode(launch: NodeLaunch): Promise<LaunchedNode> {
  const { machine, identity, stateFile, capture, program, environment } = launch;
  const { folder, name } = machine;
  await prepareFolder(folder, capture === null ? identity : waitingIdentity);
  const state = stateFile === null ? undefined : await open(stateFile, 'r');
  let launched: LaunchedMachine;
  try {
    launched = await launchMachine(program, machine, environment, state);
  } finally {
    await state?.close();
  }
  let control: Control | undefined;
  try {
    // Connected before the machine runs: it finds somebody who listens.
    control = await openControl({ node: name, folder });
    if (stateFile !== null) await restore(folder, control);
    if (capture !== null) await captureOnItsWay(launch, capture, launched, control);
    await writeFile(join(folder, machineFiles.identified), '');
    return { ...launched, ready: awaitReady(launch, control) };
  } catch (error) {
    await control?.close();
    throw (await launched.whyEnded()) ?? error;
  }
}

async function prepareFolder(folder: string, identity: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toAppError(error);
  }
  await writeIdentity(join(folder, machineFiles.identity), identity);
}

async function restore(folder: string, control: Control): Promise<void> {
  await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
    await leaveOutSharedMemory(qmp, true);
    await qmp.execute('migrate-incoming', { uri: `fd:${stateDescriptor}` });
    // QEMU ends when it cannot read the state: then the connection is lost. When it can, the machine is as it was
    // saved: stopped.
    while ((await qmp.execute('query-status')).status === 'inmigrate') await delay(restoreLookMs);
    await qmp.execute('cont');
    control.send(goLine());
    await leaveOutSharedMemory(qmp, false);
  });
}

/** The machine stands still while it is saved. It gets its identity before it goes on. */
async function captureOnItsWay(
  { machine: { folder, name }, identity, signal }: NodeLaunch,
  { files, settle }: Capture,
  { pid }: LaunchedMachine,
  control: Control,
): Promise<void> {
  await awaitWaiting({ node: name, folder }, control, signal);
  await captureMachine({ folder, pid }, files).then(settle.resolve, settle.reject);
  await writeIdentity(join(folder, machineFiles.identity), identity);
  await withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('cont'));
  control.send(goLine());
}

async function awaitReady({ machine, signal }: NodeLaunch, control: Control): Promise<void> {
  const { name, folder } = machine;
  const done = new AbortController();
  const timeout = AbortSignal.timeout(readyPatienceMs);
  try {
    await Promise.race([
      control.nextOf(['nxc-ready'], AbortSignal.any([signal, timeout])),
      rejectOnFailure(name, folder, done.signal),
    ]);
    await writeFile(join(folder, machineFiles.ready), '');
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'Cancelled.', { cause: error });
    if (timeout.aborted) throw tooSlow(name);
    // That the connection ended says less than why.
    throw (await failureOfMachine(name, folder)) ?? error;
  } finally {
    done.abort();
    await control.close();
  }
}

function tooSlow(node: string): AppError {
  return new AppError('timed-out', `Node “${node}” was not up within ${readyPatienceMs / 60_000} minutes.`, {
    hint: 'Its console says how far it came: `nxc logs`. It goes on booting; `nxc status` shows when it is up.',
    details: { node },
  });
}
