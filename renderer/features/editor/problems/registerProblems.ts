/** Problems: their list, and the way from one to the next. */
import { CircleX } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { editorOf, showPlace } from '../editor.ts';
import { neighbour } from './problem.ts';
import { problemsOf } from './problems.ts';

export const problemsPanel = 'problems';

export function registerProblems(app: AppContext): void {
  const { commands, panels, workspace } = app;
  const problems = problemsOf(app);
  const isOpen = (): boolean => workspace.getState().project.phase === 'open';

  panels.register({
    id: problemsPanel,
    title: 'Problems',
    icon: CircleX,
    area: 'bottom',
    singleton: true,
    openByDefault: true,
    order: 30,
    component: lazyPanel(() => import('./ProblemsPanel.tsx')),
  });
  commands.register({
    id: 'problems.show',
    title: 'Show all problems',
    category: 'Editor',
    icon: CircleX,
    shortcuts: ['Mod+Shift+M'],
    when: isOpen,
    run: () => panels.open(problemsPanel),
  });
  commands.register({
    id: 'problems.next',
    title: 'Go to the next problem',
    category: 'Editor',
    shortcuts: ['F8'],
    when: () => isOpen() && problems.getState().length > 0,
    run: () => go('next'),
  });
  commands.register({
    id: 'problems.previous',
    title: 'Go to the previous problem',
    category: 'Editor',
    shortcuts: ['Shift+F8'],
    when: () => isOpen() && problems.getState().length > 0,
    run: () => go('previous'),
  });

  function go(direction: 'next' | 'previous'): void {
    const { cursor } = editorOf(app).view.getState();
    const place = neighbour(problems.getState(), cursor, direction)?.place;
    if (place == null) panels.open(problemsPanel);
    else showPlace(app, place.path, place.line, place.column);
  }
}
