/** What can be done with snapshots. What goes on meanwhile is shown by the status bar, as for every job. */
import type { AppContext } from '#renderer/app/context.ts';
import { questionsOf } from '#renderer/features/terminals/questions.ts';
import { bytes, count } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { type ShownSnapshots, shownSnapshots } from './shownSnapshots.ts';

/** The `nxc …` line. */
export function lineOf(
  action: 'create' | 'list' | 'rollback' | 'remove',
  { flavour }: Target,
  name?: string,
): string {
  return `nxc snapshot ${action}${name === undefined ? '' : ` ${name}`} -f ${flavour}`;
}

/** @throws AppError that says why there is none; the nodes go on either way */
export async function takeSnapshot({ client, notifications }: AppContext, target: Target): Promise<void> {
  const handle = await client.snapshots.create({ target });
  const { name, nodes, sizeBytes } = await client.snapshots.createResult(handle);
  notifications.tell('done', `${count(nodes.length, 'node')} kept as “${name}” (${bytes(sizeBytes)}).`);
}

export async function showSnapshots({ client }: AppContext, target: Target): Promise<void> {
  shownSnapshots.dispatch({ target, snapshots: await client.snapshots.list({ target }) });
}

/** Asks first: what the nodes have done since is lost. */
export async function rollBack(app: AppContext, { target }: ShownSnapshots, name: string): Promise<void> {
  const { client, notifications } = app;
  shownSnapshots.dispatch(null);
  const isMeant = await questionsOf(app).ask({
    title: `Go back to “${name}”?`,
    description: 'The nodes go on from there. What they have done since is lost, unless you keep it first.',
    text: lineOf('rollback', target, name),
    action: 'Go back',
  });
  if (!isMeant) return;
  try {
    const handle = await client.snapshots.rollback({ target, name });
    await client.snapshots.rollbackResult(handle);
    notifications.tell('done', `The nodes are as they were in “${name}”.`);
  } catch (error) {
    notifications.fail(`The nodes could not go back to “${name}”`, error);
  }
}

/** Asks first; then the list is shown anew. */
export async function removeSnapshot(
  app: AppContext,
  { target }: ShownSnapshots,
  name: string,
): Promise<void> {
  const { client, notifications } = app;
  shownSnapshots.dispatch(null);
  const isMeant = await questionsOf(app).ask({
    title: `Remove “${name}”?`,
    description: 'It cannot be gone back to then. Nodes that run are not touched.',
    text: lineOf('remove', target, name),
    action: 'Remove',
  });
  try {
    if (isMeant) {
      const { freedBytes } = await client.snapshots.remove({ target, name });
      notifications.tell('done', `Removed “${name}”: ${bytes(freedBytes)} are free again.`);
    }
    await showSnapshots(app, target);
  } catch (error) {
    notifications.fail(`“${name}” could not be removed`, error);
  }
}
