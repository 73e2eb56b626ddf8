/** Everything that can be asked for one target: when it can work, and the steps it takes. */
import { endedNodes, hasBuild, presentNodes, runningNodes, type Situation } from './situation.ts';
import { doing, type Step } from './steps.ts';

export type ActionName =
  | 'build'
  | 'dry-run'
  | 'build-and-start'
  | 'start'
  | 'start-with'
  | 'apply'
  | 'update-nodes'
  | 'restart-ended'
  | 'restart'
  | 'stop'
  | 'test'
  | 'update-library'
  | 'clean';

/** The steps of an action. Those that are no steps of one target (`start-with`, `update-library`, `clean`) have none. */
export const stepsOf: Readonly<Record<ActionName, readonly Step[]>> = {
  build: [{ kind: 'build' }],
  'dry-run': [{ kind: 'build', dryRun: true }],
  'build-and-start': [{ kind: 'build' }, { kind: 'start', reuse: true }],
  start: [{ kind: 'start', reuse: false }],
  'start-with': [],
  apply: [{ kind: 'build' }, { kind: 'start', reuse: true }],
  'update-nodes': [{ kind: 'start', reuse: true }],
  'restart-ended': [{ kind: 'start', reuse: true }],
  restart: [{ kind: 'stop' }, { kind: 'start', reuse: false }],
  stop: [{ kind: 'stop' }],
  test: [{ kind: 'test' }],
  'update-library': [],
  clean: [],
};

/** Why an action cannot work now, in a sentence; `null` when it can. */
export function obstacle(action: ActionName, situation: Situation): string | null {
  if (!situation.connected) return 'The engine cannot be reached.';
  if (situation.work !== null) return `${doing[situation.work.doing]} has to end first.`;
  if (action === 'build' || action === 'dry-run') return null;
  if (action === 'update-library') return libraryObstacle(situation);
  if (!situation.known) {
    return situation.unreadable
      ? `What runs could not be read: the panel “Nodes” says why.`
      : 'What is built and running is still being read.';
  }
  const present = presentNodes(situation);
  switch (action) {
    case 'clean':
      return present.length > 0 || situation.othersRun ? 'Nodes run: stop them first.' : null;
    case 'stop':
      return present.length === 0 ? 'Nothing runs.' : null;
    case 'test':
      if (!situation.startable) return notStartable(situation);
      return runningNodes(situation).length === 0 ? 'A test needs running nodes: start them first.' : null;
    default:
      if (!situation.startable) return notStartable(situation);
      return startObstacle(action, situation);
  }
}

type StartingAction = Exclude<ActionName, 'build' | 'dry-run' | 'update-library' | 'clean' | 'stop' | 'test'>;

function startObstacle(action: StartingAction, situation: Situation): string | null {
  const runs = presentNodes(situation).length > 0;
  switch (action) {
    case 'build-and-start':
      return runs ? 'Nodes run already: apply the changes instead.' : null;
    case 'start-with':
      return null;
    case 'apply':
      return runs ? null : 'Nothing runs.';
    case 'start':
      if (runs) return 'The nodes are there already: restart them instead.';
      return hasBuild(situation) ? null : 'Nothing is built yet.';
    case 'update-nodes':
    case 'restart':
      if (!runs) return 'Nothing runs.';
      return hasBuild(situation) ? null : 'Nothing is built yet.';
    case 'restart-ended':
      if (endedNodes(situation).length === 0) return 'No node has ended.';
      return hasBuild(situation) ? null : 'Nothing is built yet.';
  }
}

function libraryObstacle({ library }: Situation): string | null {
  switch (library) {
    case 'current':
      return 'The project uses the current library already.';
    case 'not-ours':
      return 'The project uses a Nix library of its own.';
    default:
      return null;
  }
}

function notStartable({ flavour }: Situation): string {
  return flavour.startsWith('nixos-test')
    ? `“${flavour}” runs inside its build.`
    : `“${flavour}” cannot be started by this version.`;
}
