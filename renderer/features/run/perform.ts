/** Does an action for a target, whoever asks: the button, a menu, a command, a cell of the matrix. */
import type { AppContext } from '#renderer/app/context.ts';
import { list } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { type ActionName, obstacle, stepsOf } from './actions.ts';
import { operationsOf } from './operate.ts';
import { foreignJob, readSituation } from './readSituation.ts';
import { readStatus } from './readStatus.ts';
import { reveal } from './reveal.ts';
import { startDialog } from './startDialogState.ts';

/** Resolves when it is done, however it ended: failures are shown where they belong. */
export async function perform(app: AppContext, action: ActionName, target: Target): Promise<void> {
  const reason = obstacle(action, readSituation(app, target));
  if (reason !== null) {
    app.notifications.tell('warning', reason);
    return;
  }
  switch (action) {
    case 'start-with':
      startDialog.dispatch(target);
      return;
    case 'update-library':
      return updateLibrary(app, target);
    case 'clean':
      return clean(app, target);
    default: {
      const steps = stepsOf[action];
      const [first] = steps;
      if (first?.kind === 'build') reveal(app, 'build');
      if (first?.kind === 'test') reveal(app, 'tests');
      await operationsOf(app).begin(target, steps);
    }
  }
}

/** Cancels what is being done with the target, also if another window began it. */
export async function cancelWork(app: AppContext, target: Target): Promise<void> {
  const foreign = foreignJob(app, target.directory);
  operationsOf(app).cancel(target);
  if (foreign !== null) await app.client.jobs.cancel({ job: foreign.job });
}

async function updateLibrary({ client, notifications }: AppContext, { directory }: Target) {
  const { changed } = await client.projects.updateLibrary({ directory });
  notifications.tell(
    'done',
    changed
      ? 'The project uses the current Nix library now.'
      : 'The project used the current library already.',
    changed ? { hint: 'Its compositions will be built with it the next time.' } : {},
  );
}

async function clean(app: AppContext, { directory }: Target): Promise<void> {
  const { removed } = await app.client.projects.clean({ directory });
  app.notifications.tell(
    'done',
    removed.length === 0 ? 'There was nothing to remove.' : `Removed ${list(removed)}.`,
  );
  await readStatus(app, directory);
}
