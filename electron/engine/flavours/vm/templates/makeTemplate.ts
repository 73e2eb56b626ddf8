/** Booting a role once and keeping it as it is just before it would ask who it is. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { openControl } from '../guest/control.ts';
import { placeholderFile } from '../guest/identity.ts';
import { launchMachine } from '../machine/launch.ts';
import type { QemuProgram } from '../machine/program.ts';
import { machineFiles } from '../machine/sockets.ts';
import type { Hardware } from '../machine/specification.ts';
import { withQmp } from '../qmp/client.ts';
import { rejectOnFailure } from '../state/failures.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';

/** Emulated, a tiny system comes so far in 2 s and NixOS in a minute, alone on its machine. */
const bootPatienceMs = 10 * 60_000;
const migrationLookMs = 5;

export interface TemplateOrder {
  readonly hardware: Hardware;
  readonly program: QemuProgram;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the machine has its sockets while it is made. */
  readonly runFolder: string;
  /** Where the template goes, as a whole or not at all. */
  readonly destination: string;
  /** For people, and for finding templates that are not needed any more. */
  readonly note: TemplateNote;
  readonly signal: AbortSignal;
}

export interface TemplateNote {
  readonly composeInfo: string;
  readonly role: string;
  readonly memoryMib: number;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

export const templateFiles = { memory: 'memory', state: 'state', note: 'template.json' } as const;

/** Of the folder while it is not whole. */
export const draftEnding = '.draft';

/** What a machine's state needs beside its memory: some hundred kilobytes. */
const stateBytes = 16 * 1024 * 1024;

/** @throws AppError that says why there is none; nothing of it is left then */
export async function makeTemplate(order: TemplateOrder): Promise<void> {
  const { hardware, program, environment, runFolder, destination, signal } = order;
  const draft = `${destination}${draftEnding}`;
  const folder = join(runFolder, 'template');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    await assertRoom(draft, hardware.memoryMib * 1024 * 1024 + stateBytes);
    const memoryFile = join(draft, templateFiles.memory);
    const machine = { kind: 'template', hardware, folder, memoryFile } as const;
    await mkdir(folder, { mode: 0o700 });
    await writeFile(join(folder, machineFiles.identity), placeholderFile);
    const { whyEnded } = await launchMachine(program, machine, environment);
    try {
      await bootToWaiting({ node: `template of ${hardware.role}`, folder }, signal);
      await saveState(folder, join(draft, templateFiles.state));
    } catch (error) {
      throw signal.aborted ? error : ((await whyEnded()) ?? error);
    }
    await writeFile(join(draft, templateFiles.note), JSON.stringify(order.note));
    await rename(draft, destination);
  } finally {
    await killProcesses(await findProcessesBelow(runFolder));
    await rm(draft, { recursive: true, force: true });
    await rm(runFolder, { recursive: true, force: true });
  }
}

/** A memory file that cannot be filled ends QEMU in the middle of its work. */
async function assertRoom(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > neededBytes) return;
  throw new AppError('disk-full', `${folder} has no room for ${Math.round(neededBytes / 1024 / 1024)} MiB.`, {
    hint: 'Free some space there.',
  });
}

async function bootToWaiting(
  machine: { readonly node: string; readonly folder: string },
  signal: AbortSignal,
): Promise<void> {
  const control = await openControl(machine);
  const done = new AbortController();
  const limit = AbortSignal.any([signal, done.signal, AbortSignal.timeout(bootPatienceMs)]);
  try {
    const failing = rejectOnFailure(machine.node, machine.folder, done.signal);
    await Promise.race([control.nextOf(['nxc-waiting'], limit), failing]);
  } finally {
    done.abort();
    await control.close();
  }
}

/** Saves the machine's state; its memory is in its file already. Its QEMU ends then. */
async function saveState(folder: string, stateFile: string): Promise<void> {
  const receiver = await receiveOnce(join(folder, stateSocket), stateFile);
  try {
    await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
      await qmp.execute('stop');
      await qmp.execute('migrate-set-capabilities', {
        capabilities: [{ capability: 'x-ignore-shared', state: true }],
      });
      await qmp.execute('migrate', { uri: `unix:${join(folder, stateSocket)}` });
      for (;;) {
        const migration = await qmp.execute('query-migrate');
        if (migration.status === 'completed') break;
        if (migration.status === 'failed' || migration.status === 'cancelled') {
          throw new AppError(
            'unsupported',
            `QEMU cannot save it: ${migration['error-desc'] ?? migration.status}.`,
          );
        }
        await delay(migrationLookMs);
      }
      await qmp.execute('quit');
    });
    await receiver.done;
  } finally {
    receiver.close();
  }
}

/** QEMU can be handed an open file only by programs that speak its sockets' own way; a connection does as well. */
const stateSocket = 'state';

interface Receiver {
  /** Settles when the first connection has ended and everything is in the file. */
  readonly done: Promise<void>;
  close(): void;
}

async function receiveOnce(socketPath: string, file: string): Promise<Receiver> {
  const server = createServer();
  const done = once(server, 'connection').then(([socket]: Socket[]) =>
    socket === undefined ? undefined : pipeline(socket, createWriteStream(file, { mode: 0o600 })),
  );
  // Awaited later; until then a failure must not count as unhandled.
  done.catch(() => undefined);
  server.listen(socketPath);
  await once(server, 'listening');
  return { done, close: () => server.close() };
}
