/** The build panel, and what it remembers of builds. */

import { Hammer } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { operationsOf } from '#renderer/features/run/operate.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { buildRunsOf } from './buildRuns.ts';
import { rememberTime } from './buildTimes.ts';

export function registerBuild(app: AppContext): void {
  const { commands, panels } = app;
  // It follows builds from the start, also while nothing draws them.
  buildRunsOf(app);
  operationsOf(app).onStepEnded((outcome) => {
    if (outcome.kind !== 'build' || outcome.end.problem !== null) return;
    if (outcome.end.result.derivationsBuilt > 0) rememberTime(outcome.target, outcome.end.result.durationMs);
  });
  panels.register({
    id: 'build',
    title: 'Build',
    icon: Hammer,
    area: 'bottom',
    singleton: true,
    openByDefault: true,
    order: 20,
    component: lazyPanel(() => import('./BuildPanel.tsx')),
  });
  commands.register({
    id: runCommands.showBuild,
    title: 'Show the build',
    category: 'View',
    icon: Hammer,
    when: () => app.workspace.getState().project.phase === 'open',
    run: () => panels.open('build'),
  });
}
