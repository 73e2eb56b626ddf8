/** Deployments as they are, found by anybody: from our records, and from the files of a project. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { isTargetLocked } from '../../targetLock.ts';
import { emulationNotice } from '../machine/acceleration.ts';
import { goOnIfAbandoned } from '../snapshots/standStill.ts';
import { identifierOf, lockName } from '../state/folders.ts';
import { type DeploymentRecord, readRecord, readRecords } from '../state/record.ts';
import type { MachineContext } from './context.ts';
import { readDeploymentFile } from './deploymentFile.ts';
import { describeNodes } from './nodeStates.ts';

/** Every deployment of the flavour, or those of one project with those that are lost. */
export async function findDeployments(context: MachineContext, directory?: string): Promise<Deployment[]> {
  const records = await readRecords(context.folders, context.flavour, directory);
  await Promise.all(records.map((record) => goOnIfAbandoned(context.folders, record)));
  const found = await Promise.all(records.map((record) => describeDeployment(context, record)));
  const lost = directory === undefined ? [] : await findLost(context, directory, records);
  return [...found, ...lost].sort((one, other) => compareTargets(one.target, other.target));
}

export async function describeDeployment(
  { folders }: MachineContext,
  record: DeploymentRecord,
): Promise<Deployment> {
  const isBusy = await isTargetLocked(folders.locks, lockName(record.target));
  const [nodes, newest] = await Promise.all([describeNodes(record, isBusy), newestBuild(record.target)]);
  const notices = record.accelerator === 'tcg' ? [await emulationNotice()] : [];
  const isGone = nodes.every(({ status }) => status.state === 'absent');
  const isStale = newest !== undefined && newest !== record.composeInfo;
  return {
    target: record.target,
    identifier: identifierOf(record.target),
    nodes,
    composeInfo: record.composeInfo,
    startedAt: record.startedAt,
    freshness: isGone ? 'lost' : isStale ? 'stale' : 'current',
    ...(notices.length === 0 ? {} : { notices }),
    publishedPorts: record.nodes.flatMap(({ name, ssh, hasSsh, published }) =>
      [...(hasSsh ? [ssh] : []), ...published].map(({ hostPort, nodePort }) => ({
        node: name,
        hostPort,
        nodePort,
      })),
    ),
  };
}

export async function findRecord(
  { folders }: MachineContext,
  target: Target,
): Promise<DeploymentRecord | undefined> {
  return readRecord(folders, identifierOf(target));
}

/** What the project says was deployed, and nothing here knows of: by upstream's tool, or before a loss of our folder. */
async function findLost(
  { flavour }: MachineContext,
  directory: string,
  records: readonly DeploymentRecord[],
): Promise<Deployment[]> {
  const ending = `::${flavour}.json`;
  const names = await readdir(join(directory, 'deploy')).catch((): string[] => []);
  const lost = names
    .filter((name) => name.endsWith(ending))
    .map((name): Target => ({ directory, composition: name.slice(0, -ending.length), flavour }))
    .filter(({ composition }) => !records.some(({ target }) => target.composition === composition));
  const described = await Promise.all(
    lost.map(async (target): Promise<Deployment[]> => {
      const file = await readDeploymentFile(target);
      if (file === undefined) return [];
      return [
        {
          target,
          identifier: identifierOf(target),
          nodes: Object.values(file.deployment).map(({ host, role }) => ({
            name: host,
            role,
            status: { state: 'absent' },
          })),
          composeInfo: file.nxc?.composeInfo ?? '',
          startedAt: file.nxc?.startedAt ?? 0,
          freshness: 'lost',
          publishedPorts: [],
        },
      ];
    }),
  );
  return described.flat();
}

async function newestBuild({ directory, composition, flavour }: Target): Promise<string | undefined> {
  try {
    return await realpath(join(directory, 'build', `${composition}::${flavour}`));
  } catch {
    // Never built here, or collected as garbage: nothing to compare with.
    return undefined;
  }
}

function compareTargets(one: Target, other: Target): number {
  return one.directory.localeCompare(other.directory) || one.composition.localeCompare(other.composition);
}
