import { useApp } from '#renderer/app/context.ts';
import { statusOf } from '#renderer/store/deployments.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { StateIcon, type StateName } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';
import type { TargetStatus } from '#shared/contract/deployments.ts';
import { lineFor } from './lineFor.ts';
import { nextAction } from './nextAction.ts';
import { useSituation } from './readSituation.ts';
import { runCommands } from './runCommands.ts';

export const buildWords: Readonly<
  Record<TargetStatus['build'], { readonly state: StateName; readonly word: string }>
> = {
  never: { state: 'absent', word: 'never built' },
  built: { state: 'running', word: 'built' },
  stale: { state: 'stale', word: 'edited since its build' },
  broken: { state: 'failed', word: 'its build is gone' },
};

/** Which composition and flavour everything is about, and whether its build is that of the files. */
export function TargetItem() {
  const { commands, deployments, workspace } = useApp();
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  const { build, known } = useSlice(deployments, (state) => ({
    build: target === null ? 'never' : (statusOf(state, target)?.build ?? 'never'),
    known: state.known,
  }));
  if (target === null) return null;
  const { state, word } = buildWords[build];
  return (
    <button
      type="button"
      className="status-item"
      onClick={() => void commands.execute(runCommands.showMatrix)}
    >
      {known && <StateIcon state={state} size={14} />}
      <span className="truncate">
        {target.composition} · {target.flavour}
        {known && `, ${word}`}
      </span>
    </button>
  );
}

/** The `nxc …` line that does what the primary button does. */
export function LineItem() {
  const { workspace } = useApp();
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  return target === null ? null : <Line target={target} />;
}

function Line({ target }: { readonly target: Target }) {
  const app = useApp();
  const next = nextAction(useSituation(app, target));
  if (next.kind !== 'action') return null;
  return (
    <span className="status-item">
      <CommandLine bare command={lineFor(app, next.action, target)} />
    </span>
  );
}
