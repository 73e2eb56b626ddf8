/** How a deployment's nodes are at this moment: from what QEMU says, and from what is left when it says nothing. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DeployedNode, NodeState } from '#shared/contract/deployments.ts';
import type { AppError } from '#shared/errors.ts';
import { askControl } from '../guest/control.ts';
import { machineFiles } from '../machine/sockets.ts';
import { askRelay } from '../network/askRelay.ts';
import { readShape } from '../network/shapeNote.ts';
import { withQmp } from '../qmp/client.ts';
import { failureOfStatus, killed, neverStarted, notAnswering } from '../state/failures.ts';
import { findProcess, startOfProcess } from '../state/processes.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder } from '../state/record.ts';

/** A machine that is up answers this at once; one that boots does not. */
const readyQuestionMs = 1_000;

/** What a process that was killed from within its system leaves as its exit code, e.g. by `nxc`'s crash. */
const killedExitCode = 137;

/** @param isBusy whether somebody is starting or stopping the deployment now */
export async function describeNodes(record: DeploymentRecord, isBusy: boolean): Promise<DeployedNode[]> {
  const shapes = await Promise.all(record.nodes.map((node) => readShape(nodeFolder(record, node))));
  const relayed = shapes.some((shape) => shape !== undefined) ? await askRelay(record.runFolder) : [];
  return Promise.all(
    record.nodes.map(async (node, index) => {
      const status = await stateOfNode(record, node, isBusy);
      const folder = nodeFolder(record, node);
      const shape = shapes[index];
      // What is to come late does not come at all if the relay was killed.
      const isLost = shape !== undefined && !relayed?.includes(basename(folder));
      const link = {
        connected: !isLost && !(await exists(join(folder, machineFiles.cut))),
        ...(shape === undefined ? {} : { shape }),
      };
      const isChanged = hasCable.has(status.state) && (shape !== undefined || !link.connected);
      return { name: node.name, role: node.role, status, ...(isChanged ? { link } : {}) };
    }),
  );
}

/** A machine that has ended has no cable any more. */
const hasCable: ReadonlySet<NodeState['state']> = new Set(['starting', 'running', 'paused', 'failed']);

export async function stateOfNode(
  record: DeploymentRecord,
  node: NodeRecord,
  isBusy: boolean,
): Promise<NodeState> {
  const folder = nodeFolder(record, node);
  const pid = await findProcess(folder);
  return pid === undefined
    ? stateWithoutProcess(node, folder, isBusy)
    : stateOfProcess(node, folder, pid, isBusy);
}

async function stateOfProcess(
  node: NodeRecord,
  folder: string,
  pid: number,
  isBusy: boolean,
): Promise<NodeState> {
  const status = await withQmp(join(folder, machineFiles.qmp), (qmp) => qmp.execute('query-status')).then(
    (reply) => reply.status,
    () => undefined,
  );
  if (status === undefined) {
    // It may have ended between the two looks.
    if ((await findProcess(folder)) === undefined) return stateWithoutProcess(node, folder, isBusy);
    return isBusy ? { state: 'starting' } : failed(notAnswering(node.name));
  }
  const failure = await failureOfStatus(node.name, folder, status);
  if (failure !== undefined) return failed(failure);
  if (status === 'shutdown') return { state: 'stopping' };
  const isIdentified = await exists(join(folder, machineFiles.identified));
  // Restored, but never told who it is: it waits for ever.
  if (!isIdentified) return isBusy ? { state: 'starting' } : failed(neverStarted(node.name));
  if (status !== 'running') return { state: 'paused', address: node.address };
  if (!(await isReady(node, folder, isBusy))) return { state: 'starting' };
  return { state: 'running', address: node.address, since: Math.round(await startOfProcess(pid)) };
}

/** Whoever starts a machine notes that it is up. If that process was killed, the machine itself is asked. */
async function isReady({ name }: NodeRecord, folder: string, isBusy: boolean): Promise<boolean> {
  if (await exists(join(folder, machineFiles.ready))) return true;
  if (isBusy) return false;
  try {
    const { exitCode } = await askControl({ node: name, folder }, '[ -e /run/nxc/ready ]', readyQuestionMs);
    if (exitCode === 0) await writeFile(join(folder, machineFiles.ready), '');
    return exitCode === 0;
  } catch {
    // It boots, or somebody else is asking it.
    return false;
  }
}

async function stateWithoutProcess(node: NodeRecord, folder: string, isBusy: boolean): Promise<NodeState> {
  const log = await stat(join(folder, machineFiles.qemuLog)).catch(() => undefined);
  if (log === undefined) return isBusy ? { state: 'starting' } : { state: 'absent' };
  const at = Math.round(await lastSign(folder));
  if (await exists(join(folder, machineFiles.crashed)))
    return { state: 'exited', exitCode: killedExitCode, at };
  // QEMU takes its note away when it ends in good order: because the system powered off, or on a signal.
  const wasKilled = (await exists(join(folder, machineFiles.pid))) || (await endedBySignal(folder));
  if (wasKilled) return failed(await killed(node.name, folder));
  if (isBusy && !(await exists(join(folder, machineFiles.identified)))) return { state: 'starting' };
  return (await exists(join(folder, machineFiles.identified)))
    ? { state: 'exited', exitCode: 0, at }
    : failed(neverStarted(node.name));
}

async function endedBySignal(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, machineFiles.qemuLog), 'utf8').catch(() => '');
  return /terminating on signal/.test(text);
}

/** When the machine last gave a sign: the folder changes with the sockets that QEMU removes. */
async function lastSign(folder: string): Promise<number> {
  return (await stat(folder)).mtimeMs;
}

function failed(error: AppError): NodeState {
  return { state: 'failed', error: error.toJSON() };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
