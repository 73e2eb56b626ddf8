/** Test runs, the Python prompt on the nodes, and running parts of the script from the text. */

import { FlaskConical, SquareChevronRight } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { operationsOf } from '#renderer/features/run/operate.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { rememberResult } from './lastResults.ts';
import { promptsOf } from './prompt/prompts.ts';
import { keptRunsOf } from './runs/keptRuns.ts';
import { choiceOf } from './runs/shownRun.ts';
import { showLineResults } from './scripts/lineResults.ts';
import { registerScriptCommands } from './scripts/registerScriptCommands.ts';
import { sessionTextsOf, testRunsOf } from './testRuns.ts';

export function registerTests(app: AppContext): void {
  const { activities, commands, panels } = app;
  // It follows tests from the start, also while nothing draws them.
  testRunsOf(app);
  sessionTextsOf(app);
  promptsOf(app);
  keptRunsOf(app);
  choiceOf(app);
  showLineResults(app);
  registerScriptCommands(app);
  operationsOf(app).onStepEnded((outcome) => {
    if (outcome.kind !== 'test' || outcome.end.problem !== null) return;
    rememberResult(outcome.target, { ...outcome.end.result, at: outcome.at });
  });
  panels.register({
    id: 'tests',
    title: 'Tests',
    icon: FlaskConical,
    area: 'bottom',
    singleton: true,
    openByDefault: true,
    order: 30,
    component: lazyPanel(() => import('./TestsPanel.tsx')),
  });
  panels.register({
    id: 'prompt',
    title: 'Python prompt',
    icon: SquareChevronRight,
    area: 'bottom',
    singleton: true,
    // What is being typed is not lost when another tab covers it.
    keepAlive: true,
    component: lazyPanel(() => import('./prompt/PromptPanel.tsx')),
  });
  activities.register({
    id: 'tests',
    title: 'Tests',
    icon: FlaskConical,
    order: 30,
    place: 'top',
    needsProject: true,
  });
  commands.register({
    id: runCommands.showTests,
    title: 'Show the tests',
    category: 'View',
    icon: FlaskConical,
    when: () => app.workspace.getState().project.phase === 'open',
    run: () => panels.open('tests'),
  });
}
