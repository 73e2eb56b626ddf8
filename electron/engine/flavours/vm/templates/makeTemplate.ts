/** Booting a role for its template alone, ahead of its first start. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openControl } from '../guest/control.ts';
import { waitingIdentity, writeIdentity } from '../guest/identity.ts';
import { awaitWaiting } from '../guest/waiting.ts';
import { launchMachine } from '../machine/launch.ts';
import type { QemuProgram } from '../machine/program.ts';
import { machineFiles } from '../machine/sockets.ts';
import type { Hardware } from '../machine/specification.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';
import { type CapturedFiles, captureMachine } from './capture.ts';

export interface TemplateOrder {
  readonly hardware: Hardware;
  readonly program: QemuProgram;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the machine has its sockets while it is made. */
  readonly runFolder: string;
  readonly files: CapturedFiles;
  readonly signal: AbortSignal;
}

/** @throws AppError that says why there is none; no machine is left, either way */
export async function makeTemplate(order: TemplateOrder): Promise<void> {
  const { hardware, program, environment, runFolder, signal } = order;
  const folder = join(runFolder, 'template');
  const node = `template of ${hardware.role}`;
  try {
    // Of a process that was killed while it made this one.
    await killProcesses(await findProcessesBelow(runFolder));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    await writeIdentity(join(folder, machineFiles.identity), waitingIdentity);
    const { pid, whyEnded } = await launchMachine(
      program,
      { kind: 'template', hardware, folder },
      environment,
    );
    try {
      const control = await openControl({ node, folder });
      await awaitWaiting({ node, folder }, control, signal).finally(control.close);
      await captureMachine({ folder, pid }, order.files);
    } catch (error) {
      throw signal.aborted ? error : ((await whyEnded()) ?? error);
    }
  } finally {
    await killProcesses(await findProcessesBelow(runFolder));
    await rm(runFolder, { recursive: true, force: true });
  }
}
