/** Reads anew what is built and running, when something has changed that the engine does not tell by itself. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice } from '#renderer/store/slice.ts';
import { perApp } from './perApp.ts';
import { unsavedEdits } from './unsavedEdits.ts';

type StatusSource = Pick<AppContext, 'deployments'> & {
  readonly client: { readonly deployments: Pick<AppContext['client']['deployments'], 'status'> };
};

/** Answers that came too late, before one is taken all the same: nodes that change all the time are told by events. */
const attempts = 3;

/** @throws AppError if the engine cannot tell; what was known before stays */
export async function readStatus({ client, deployments }: StatusSource, directory: string): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = deployments.getState();
    const targets = await client.deployments.status({ directory });
    // A node that changed meanwhile would be put back to what it was.
    if (deployments.getState() !== before && attempt < attempts) continue;
    deployments.dispatch({ type: 'read', directory, targets });
    return;
  }
}

/** Milliseconds without a change before the state is read: saving several files is one change. */
const quietTime = 400;

/** Whether the user has just saved something, and what that means for the build has not been read yet. */
export const justSavedOf = perApp(() => createSlice<boolean, boolean>(false, (_, saved) => saved));

/** A build is older than the files as soon as one of them is saved. */
export function followFiles(app: AppContext): void {
  const justSaved = justSavedOf(app);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function readSoon(directory: string): void {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      // The next change or the end of a job asks again; a build tells what is wrong with the project.
      await readStatus(app, directory).catch(() => {});
      justSaved.dispatch(false);
    }, quietTime);
  }

  unsavedEdits.subscribe((now, before) => {
    const target = app.workspace.target();
    if (now >= before || target === null) return;
    justSaved.dispatch(true);
    readSoon(target.directory);
  });
  app.client.projects.changed
    .subscribe(({ directory }) => {
      if (directory === app.workspace.target()?.directory) readSoon(directory);
    })
    .catch((thrown) => app.notifications.fail('Changes of files will not be noticed', thrown));
}
