/** Under the picture: whether Nix agrees with the text, and what a start would change. */
import { useApp } from '#renderer/app/context.ts';
import { perform } from '#renderer/features/run/perform.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { count } from '#renderer/ui/words.ts';
import { chooseWhatRuns } from '../chosenCounts.ts';
import type { TopologyModel } from '../model/topology.ts';
import type { TopologyState } from '../topologyState.ts';

export function StatusStrip({ state }: { readonly state: TopologyState }) {
  const app = useApp();
  const { target, model, deployment } = state;
  const changes = pendingChanges(model);
  const agreement = agreementWords(state);
  return (
    <footer className="topology-status">
      <span className="topology-agreement truncate" role="status" title={agreement.words}>
        <StateIcon state={agreement.state} size={14} />
        <span className="truncate">{agreement.words}</span>
      </span>
      {deployment !== null && changes !== null && target !== null && (
        <span className="topology-changes">
          <span className="truncate">{changes}</span>
          <Button look="quiet" onClick={() => chooseWhatRuns(app)}>
            Leave as it is
          </Button>
          <Button onClick={() => void perform(app, 'update-nodes', target)}>Apply</Button>
        </span>
      )}
    </footer>
  );
}

function agreementWords({ model, isEvaluating, hasProblem, text }: TopologyState) {
  const { differences, isEvaluated } = model;
  if (text !== null && text.problems.length > 0) {
    return { state: 'stale', words: 'The text has a mistake; what can be read of it is drawn' } as const;
  }
  if (isEvaluating) return { state: 'working', words: 'Nix is reading the composition …' } as const;
  if (hasProblem) return { state: 'stale', words: 'Drawn from the text: Nix could not read it' } as const;
  if (!isEvaluated) return { state: 'absent', words: 'Drawn from the text alone' } as const;
  if (differences === 0) return { state: 'running', words: 'As Nix sees it' } as const;
  const verb = differences === 1 ? 'differs' : 'differ';
  return {
    state: 'stale',
    words: `${count(differences, 'thing')} ${verb} from what Nix last read: save to compare`,
  } as const;
}

/** What a start would do to nodes that run; null when nothing. */
export function pendingChanges({ roles }: Pick<TopologyModel, 'roles'>): string | null {
  const nodes = roles.flatMap((role) => role.nodes);
  const start = nodes.filter(({ pending }) => pending === 'start').length;
  const stop = nodes.filter(({ pending }) => pending === 'stop').length;
  const parts = [
    ...(start > 0 ? [`${count(start, 'node')} to start`] : []),
    ...(stop > 0 ? [`${count(stop, 'node')} to stop`] : []),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}
