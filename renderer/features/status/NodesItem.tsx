import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { summarizeNodes } from './summarizeNodes.ts';

/** How many nodes of the chosen composition and flavour run. */
export function NodesItem() {
  const { deployments, workspace } = useApp();
  const project = useSlice(workspace, (state) => (state.project.phase === 'open' ? state.project : null));
  const state = useSlice(deployments, (all) => all);
  if (project === null || !state.known) return null;
  const summary = summarizeNodes(state, project);
  return (
    <span className="status-item tabular">
      <StateIcon state={summary.state} size={14} />
      {summary.words}
    </span>
  );
}
