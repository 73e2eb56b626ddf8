/** What the one primary button does next, and what it says. */
import { count, list } from '#renderer/ui/words.ts';
import { type ActionName, obstacle } from './actions.ts';
import { endedNodes, needsBuild, presentNodes, type Situation, type Work } from './situation.ts';

export type NextAction =
  | { readonly kind: 'action'; readonly action: ActionName; readonly label: string }
  | { readonly kind: 'working'; readonly work: Work }
  /** Nothing can be done until something is known or there again. */
  | { readonly kind: 'waiting'; readonly label: string };

/** Names on the button; more would not fit. */
const namesShown = 2;

/** Total: every situation has a button, and what it offers is never something that `obstacle` knows to fail. */
export function nextAction(situation: Situation): NextAction {
  const { work, connected, known, unreadable, startable } = situation;
  if (work !== null) return { kind: 'working', work };
  if (!connected) return { kind: 'waiting', label: 'Connecting to the engine' };
  // What cannot be started, or not now, can be built.
  if (!startable || (!known && unreadable)) {
    return { kind: 'action', action: 'build', label: buildLabel(situation) };
  }
  if (!known) return { kind: 'waiting', label: 'Reading what runs' };
  const offered = candidates(situation).find(({ action }) => obstacle(action, situation) === null);
  return { kind: 'action', ...(offered ?? { action: 'build', label: buildLabel(situation) }) };
}

interface Candidate {
  readonly action: ActionName;
  readonly label: string;
}

/** From what is needed most to what can be done at all. */
function candidates(situation: Situation): readonly Candidate[] {
  const { deployment, plannedNodes, unsaved } = situation;
  const present = presentNodes(situation);
  const planned = plannedNodes === null ? '' : ` ${count(plannedNodes, 'node')}`;
  if (present.length === 0) {
    const both = {
      action: 'build-and-start',
      label: withSave(unsaved, `build and start${planned}`),
    } as const;
    const start = { action: 'start', label: `Start${planned === '' ? ' the nodes' : planned}` } as const;
    return needsBuild(situation) ? [both] : [start, both];
  }
  const apply = { action: 'apply', label: withSave(unsaved, 'apply changes') } as const;
  const stop = { action: 'stop', label: `Stop ${count(present.length, 'node')}` } as const;
  if (needsBuild(situation)) return [apply, stop];
  if (deployment?.freshness === 'stale') return [{ action: 'update-nodes', label: 'Apply changes' }, stop];
  const ended = endedNodes(situation).map(({ name }) => name);
  const which = ended.length > namesShown ? count(ended.length, 'node') : list(ended);
  return [{ action: 'restart-ended', label: `Restart ${which}` }, stop];
}

/** Edits that are not saved would not be built: the button says that it saves them. */
function withSave(unsaved: boolean, verbs: string): string {
  if (!unsaved) return `${verbs.charAt(0).toUpperCase()}${verbs.slice(1)}`;
  return verbs.includes(' and ') ? `Save, ${verbs}` : `Save and ${verbs}`;
}

function buildLabel(situation: Situation): string {
  if (situation.flavour === 'nixos-test') return withSave(situation.unsaved, 'build and test');
  if (situation.unsaved) return 'Save and build';
  return situation.known && situation.build === 'built' ? 'Build again' : 'Build';
}
