/** In the status bar: how many problems there are, and where the cursor is. */
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateIcon, type StateName } from '#renderer/ui/StateLabel.tsx';
import { count } from '#renderer/ui/words.ts';
import { editorOf } from './editor.ts';
import type { Problem } from './problems/problem.ts';
import { problemsOf } from './problems/problems.ts';
import { problemsPanel } from './problems/registerProblems.ts';

export function ProblemsItem() {
  const app = useApp();
  const { number, state } = useSlice(problemsOf(app), (problems) => ({
    number: problems.length,
    state: worst(problems),
  }));
  const isOpen = useSlice(app.workspace, ({ project }) => project.phase === 'open');
  if (!isOpen) return null;
  return (
    <button type="button" className="status-item tabular" onClick={() => app.panels.open(problemsPanel)}>
      <StateIcon state={state} size={14} />
      {count(number, 'problem')}
    </button>
  );
}

function worst(problems: readonly Problem[]): StateName {
  if (problems.length === 0) return 'running';
  return problems.some(({ severity }) => severity === 'error') ? 'failed' : 'stale';
}

export function CursorItem() {
  const app = useApp();
  const cursor = useSlice(editorOf(app).view, (view) => view.cursor);
  if (cursor === null) return null;
  return (
    <span className="status-item tabular">
      Line {cursor.line}, column {cursor.column}
    </span>
  );
}
