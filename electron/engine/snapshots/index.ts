/** Snapshots of deployments, on the flavours that can make them. */
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';
import { AppError } from '#shared/errors.ts';
import type { FlavourTable } from '../deployments/flavourTable.ts';
import type { Snapshots as FlavourSnapshots } from '../flavours/flavour.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { nameOfMoment } from './nameOfMoment.ts';

export interface SnapshotsDependencies {
  readonly flavours: Pick<FlavourTable, 'get'>;
  /** Called when nodes are not what they were: shells that lead to them are to be let go of. */
  nodesReplaced(target: Target): void;
}

/** Every call: `unsupported` on a flavour whose running nodes cannot be saved. */
export interface Snapshots {
  /** Named by the moment when `name` is left out. */
  create(target: Target, name: string | undefined, work: WorkContext): Promise<Snapshot>;
  list(target: Target): Promise<readonly Snapshot[]>;
  rollback(target: Target, name: string, work: WorkContext): Promise<Deployment>;
  /** @returns how many bytes were freed */
  remove(target: Target, name: string): Promise<number>;
}

export function createSnapshots({ flavours, nodesReplaced }: SnapshotsDependencies): Snapshots {
  async function snapshotsOf({ flavour }: Target): Promise<FlavourSnapshots> {
    const { snapshots } = await flavours.get(flavour);
    if (snapshots !== undefined) return snapshots;
    throw new AppError('unsupported', `Running nodes on ${flavour} cannot be saved: they are no machines.`, {
      hint: 'Start the composition as virtual machines for that: `nxc start -f vm`.',
    });
  }

  return {
    async create(target, name, work) {
      return (await snapshotsOf(target)).create(target, name ?? nameOfMoment(new Date()), work);
    },
    async list(target) {
      return (await snapshotsOf(target)).list(target);
    },
    async rollback(target, name, work) {
      const snapshots = await snapshotsOf(target);
      try {
        return await snapshots.rollback(target, name, work);
      } finally {
        nodesReplaced(target);
      }
    },
    async remove(target, name) {
      return (await snapshotsOf(target)).remove(target, name);
    },
  };
}
