/** Reads anew what is built and running, when something has changed that the engine does not tell by itself. */
import type { AppContext } from '#renderer/app/context.ts';

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

/** A build is older than the files as soon as one of them is saved. */
export function followFiles(app: AppContext): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  app.client.projects.changed
    .subscribe(({ directory }) => {
      if (directory !== app.workspace.target()?.directory) return;
      clearTimeout(timer);
      // The next change or the end of a job asks again; a build tells what is wrong with the project.
      timer = setTimeout(() => void readStatus(app, directory).catch(() => {}), quietTime);
    })
    .catch((thrown) => app.notifications.fail('Changes of files will not be noticed', thrown));
}
