/** Makes the one AppContext, and keeps its copies of the engine's state up to date. */
import type { Host } from '#renderer/platform/connect.ts';
import { createDeploymentsSlice, fits } from '#renderer/store/deployments.ts';
import { type Follower, follow } from '#renderer/store/follow.ts';
import { createJobsSlice } from '#renderer/store/jobs.ts';
import { createCommands } from './commands.ts';
import type { Activity, AppContext, Overlay, RegisterFeature, StatusItem, TopBarItem } from './context.ts';
import { createNotifications } from './notifications.ts';
import { createPanels } from './panels.ts';
import { createRegistry } from './registry.ts';
import { createSettings } from './settings.ts';
import { createSideBar } from './sideBar.ts';
import { createWorkspace } from './workspace.ts';

export function createApp({ connection, desktop }: Host, features: readonly RegisterFeature[]): AppContext {
  const { client } = connection;
  const notifications = createNotifications();
  const sideBar = createSideBar();
  const app: AppContext = {
    client,
    connection,
    desktop,
    commands: createCommands((command, thrown) =>
      notifications.fail(`“${command.title}” did not work`, thrown),
    ),
    panels: createPanels((kind) => sideBar.show(kind.id)),
    sideBar,
    statusItems: createRegistry<StatusItem>('status item'),
    activities: createRegistry<Activity>('activity'),
    topBarItems: createRegistry<TopBarItem>('top bar item'),
    overlays: createRegistry<Overlay>('overlay'),
    notifications,
    settings: createSettings(client),
    workspace: createWorkspace(client),
    jobs: createJobsSlice(),
    deployments: createDeploymentsSlice(),
  };
  followSettings(app);
  followProject(app, followJobs(app));
  for (const register of features) register(app);
  return app;
}

function followSettings({ client, connection, settings, notifications }: AppContext): void {
  follow(connection, {
    event: client.settings.changed,
    snapshot: () => client.settings.read({}),
    onSnapshot: settings.receive,
    onEvent: settings.receive,
    onError: (thrown) => notifications.fail('The settings could not be read', thrown),
  });
}

/** Returns where to say what shall happen when a job has ended. */
function followJobs({ client, connection, jobs, notifications }: AppContext): (ended: () => void) => void {
  const onEnd: (() => void)[] = [];
  const onError = (thrown: unknown): void => notifications.fail('Running work cannot be followed', thrown);
  follow(connection, {
    event: client.jobs.progress,
    snapshot: () => client.jobs.list({}),
    onSnapshot: (listed) => jobs.dispatch({ type: 'listed', jobs: listed }),
    onEvent: (payload) => jobs.dispatch({ type: 'progressed', ...payload }),
    onError,
  });
  client.jobs.ended
    .subscribe((payload) => {
      jobs.dispatch({ type: 'ended', at: Date.now(), ...payload });
      for (const listener of onEnd) listener();
    })
    .catch(onError);
  return (ended) => onEnd.push(ended);
}

function followProject(
  { client, connection, workspace, deployments, notifications }: AppContext,
  onJobEnd: (ended: () => void) => void,
): void {
  let directory: string | null = null;
  let follower: Follower | undefined;

  function followDeployments(of: string): Follower {
    return follow(connection, {
      event: client.deployments.changed,
      snapshot: () => client.deployments.status({ directory: of }),
      onSnapshot: (targets) => deployments.dispatch({ type: 'read', directory: of, targets }),
      onEvent(change) {
        if (change.target.directory !== of) return;
        if (fits(deployments.getState(), change.target)) deployments.dispatch({ type: 'changed', ...change });
        else follower?.refresh();
      },
      onError: (problem) => deployments.dispatch({ type: 'unreadable', problem }),
    });
  }

  workspace.subscribe(({ project }) => {
    const now = project.phase === 'open' ? project.project.directory : null;
    if (now === directory) return;
    directory = now;
    follower?.stop();
    follower = undefined;
    deployments.dispatch({ type: 'followed', directory: now });
    if (now === null) return;
    follower = followDeployments(now);
    client.projects
      .watch({ directory: now })
      .catch((thrown) => notifications.fail('Changes of files will not be noticed', thrown));
  });
  connection.onResumed(() => {
    if (directory !== null) client.projects.watch({ directory }).catch(() => {});
  });
  onJobEnd(() => follower?.refresh());
}
