/** Work under way in a few words: what, and how much of it is done. */
import { type NodeProgressState, nodesAt } from './nodeProgress.ts';
import { doing, type StepKind } from './steps.ts';

export interface Progress {
  readonly words: string;
  readonly done: number;
  /** `0` while nobody knows. */
  readonly expected: number;
}

export interface ProgressSources {
  readonly kind: StepKind;
  readonly cancelling: boolean;
  readonly job: string | undefined;
  /** Derivations of a build; `null` before Nix knows how many there are. */
  readonly derivations: { readonly done: number; readonly expected: number } | null;
  readonly nodes: NodeProgressState;
  /** How many nodes the step is about; `null` if not known. */
  readonly expectedNodes: number | null;
  readonly statements: number;
}

export function progressOf(sources: ProgressSources): Progress {
  const { kind, cancelling, job, derivations, nodes, expectedNodes, statements } = sources;
  if (cancelling) return { words: 'Cancelling', done: 0, expected: 0 };
  switch (kind) {
    case 'build':
      return counted(kind, derivations?.done ?? 0, derivations?.expected ?? 0);
    case 'start':
      return counted(kind, nodesAt(nodes, job, 'running').length, expectedNodes ?? 0);
    case 'stop':
      return counted(kind, nodesAt(nodes, job, 'removed').length, expectedNodes ?? 0);
    case 'test': {
      const words = statements === 0 ? doing.test : `${doing.test}: statement ${statements}`;
      return { words, done: 0, expected: 0 };
    }
  }
}

function counted(kind: StepKind, done: number, expected: number): Progress {
  const words = expected > 1 ? `${doing[kind]} ${Math.min(done, expected)} of ${expected}` : doing[kind];
  return { words, done, expected };
}
