/** Test runs of the chosen composition and flavour: the one that goes on, earlier ones, and flavours side by side. */
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useLanguageDocument } from '#renderer/features/editor/editor.ts';
import { useVisibility } from '#renderer/features/run/visiblePanels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import { EarlierRuns } from './EarlierRuns.tsx';
import { RunView } from './RunView.tsx';
import { choiceOf, useShownRun } from './runs/shownRun.ts';
import { SideBySide } from './SideBySide.tsx';
import { TestsHeader } from './TestsHeader.tsx';
import './Tests.css';

export default function TestsPanel({ isVisible }: PanelProps) {
  const app = useApp();
  useVisibility('tests', isVisible);
  const path = useSlice(app.workspace, ({ project }) =>
    project.phase === 'open' ? project.project.compositionFile : null,
  );
  useSlice(app.workspace, ({ project }) => project);
  const target = app.workspace.target();
  return target === null || path === null ? null : <Tests target={target} path={path} />;
}

function Tests({ target, path }: { readonly target: Target; readonly path: string }) {
  const app = useApp();
  const { view } = useSlice(choiceOf(app), (choice) => choice);
  const shown = useShownRun(target);
  // Lines of statements follow the text.
  useLanguageDocument(app, path);
  return (
    <div className="tests-panel">
      <h2 className="visually-hidden">Tests</h2>
      <TestsHeader target={target} shown={shown} view={view} />
      <div className="tests-body" role="tabpanel" id="tests-view" aria-labelledby={`tests-tab-${view}`}>
        {view === 'timeline' && <RunView target={target} shown={shown} />}
        {view === 'runs' && <EarlierRuns target={target} />}
        {view === 'flavours' && <SideBySide target={target} />}
      </div>
    </div>
  );
}
