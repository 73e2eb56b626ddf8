/** `test` with a window on a project whose nodes run. */
import { stopAll } from './containers.ts';
import { Terminals } from './pages/terminals.ts';
import { test as base } from './test.ts';

interface RunningFixtures {
  /** Folder of the project. */
  readonly runningProject: string;
  readonly terminals: Terminals;
}

export const test = base.extend<RunningFixtures>({
  runningProject: [
    async ({ workplace, project }, use) => {
      await workplace.nxc('-d', project, 'start', '-f', 'docker', '--build');
      await use(project);
      await stopAll(workplace, project);
    },
    { timeout: 120_000 },
  ],
  terminals: async ({ runningProject: _, window }, use) => {
    await use(new Terminals(window.page));
  },
});
