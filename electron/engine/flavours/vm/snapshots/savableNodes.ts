/** Asked before anything stands still: whether every node of a deployment can be saved, and whether there is room. */
import { readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkShape } from '#shared/contract/deployments.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { bytes, count } from '#shared/words.ts';
import { describeNodes } from '../deployment/nodeStates.ts';
import { machineFiles } from '../machine/sockets.ts';
import { withQmp } from '../qmp/client.ts';
import { commandOf, findProcess } from '../state/processes.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder } from '../state/record.ts';

export interface SavableNode {
  readonly record: NodeRecord;
  readonly folder: string;
  readonly pid: number;
  /** QEMU's, of the process that runs: the record may be older. */
  readonly parameters: readonly string[];
  readonly isPaused: boolean;
  readonly isCut: boolean;
  readonly shape: LinkShape | undefined;
}

/** QEMU does not tell how a cable is; who pulled it noted that. */
async function isCut(folder: string): Promise<boolean> {
  return stat(join(folder, machineFiles.cut)).then(
    () => true,
    () => false,
  );
}

/** What a machine's state needs beside its memory. */
const stateBytes = 16 * 1024 ** 2;

/** @throws AppError naming a node that does not run (`node-failed`, `conflict`) or cannot be saved (`unsupported`) */
export async function savableNodes(record: DeploymentRecord): Promise<SavableNode[]> {
  const described = await describeNodes(record, false);
  return Promise.all(
    record.nodes.map(async (node, index): Promise<SavableNode> => {
      const found = described[index];
      const state = found?.status.state ?? 'absent';
      const folder = nodeFolder(record, node);
      const pid = await findProcess(folder);
      if ((state !== 'running' && state !== 'paused') || pid === undefined)
        throw notRunning(node.name, state);
      await assertSavable(node.name, folder);
      return {
        ...{ record: node, folder, pid, parameters: (await commandOf(pid)).slice(1) },
        ...{ isPaused: state === 'paused', isCut: await isCut(folder) },
        shape: found?.link?.shape,
      };
    }),
  );
}

/** @throws AppError `disk-full` with the numbers */
export async function assertRoom(folder: string, nodes: readonly SavableNode[]): Promise<void> {
  const sizes = await Promise.all(nodes.map(largestSize));
  const needed = sizes.reduce((sum, size) => sum + size, 0);
  const { bavail, bsize } = await statfs(folder).catch((error: unknown) => {
    throw toAppError(error);
  });
  const free = bavail * bsize;
  if (needed <= free) return;
  throw new AppError(
    'disk-full',
    `A snapshot of ${count(nodes.length, 'node')} takes up to ${bytes(needed)} in ${folder}, and ${bytes(free)} are free.`,
    { hint: 'Remove older snapshots (`nxc snapshot list`), or free some space there.', retryable: true },
  );
}

/** Memory that was never touched takes no room; what a machine shares with its template was not touched by it. */
async function largestSize({ record, pid, parameters }: SavableNode): Promise<number> {
  const all = record.memoryMib * 1024 ** 2;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const resident = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.POSITIVE_INFINITY) * 1024;
  const shared = parameters.map(
    (parameter) => /^memory-backend-file,.*mem-path=([^,]+)/.exec(parameter)?.[1],
  );
  const template = shared.find((path) => path !== undefined);
  const templateBytes =
    template === undefined
      ? 0
      : await stat(template).then(
          (file) => file.blocks * 512,
          () => all,
        );
  return Math.min(all, resident + templateBytes) + stateBytes;
}

async function assertSavable(node: string, folder: string): Promise<void> {
  const reasons = await withQmp(join(folder, machineFiles.qmp), async (qmp) => {
    const migration = await qmp.execute('query-migrate');
    return migration['blocked-reasons'] ?? [];
  });
  if (reasons.length === 0) return;
  const raw = reasons.join('\n');
  const isShare = /VirtFS|9p/i.test(raw);
  throw new AppError(
    'unsupported',
    isShare
      ? `Node “${node}” cannot be saved: it has mounted a folder that this machine shares with it.`
      : `Node “${node}” cannot be saved: one of its devices does not allow it.`,
    {
      hint: isShare
        ? 'Nodes with the shared store (vm.withSharedStore) have that. Build the flavour vm without it.'
        : 'QEMU’s own words are below. Take that device out of the machine, and try again.',
      details: { node, raw },
    },
  );
}

function notRunning(node: string, state: string): AppError {
  if (state === 'starting' || state === 'stopping') {
    return new AppError('conflict', `Node “${node}” is ${state}: a snapshot is made of nodes that are up.`, {
      hint: 'Try again when `nxc status` shows it running.',
      retryable: true,
      details: { node },
    });
  }
  return new AppError(
    'node-failed',
    `Node “${node}” does not run (${state}): a snapshot is made of all nodes or of none.`,
    { hint: '`nxc start` starts what is missing, and keeps the others.', details: { node } },
  );
}
