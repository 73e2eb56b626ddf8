import type { Target } from '#shared/contract/common.ts';
import { bytes, count } from '#shared/words.ts';
import type { WorkContext } from '../../../jobs/workContext.ts';
import type { MachineFolders } from '../state/folders.ts';
import { listSnapshots } from './snapshotStore.ts';

/** After a stop: what takes room still, and what it is good for. */
export async function tellKeptSnapshots(
  folders: MachineFolders,
  target: Target,
  work: WorkContext,
): Promise<void> {
  const snapshots = await listSnapshots(folders, target);
  if (snapshots.length === 0) return;
  const size = snapshots.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  work.report({
    type: 'step',
    title: `${count(snapshots.length, 'snapshot')} of it ${snapshots.length === 1 ? 'is' : 'are'} kept (${bytes(size)}): go back to one with \`nxc snapshot rollback\`, or remove it with \`nxc snapshot remove\``,
  });
}
