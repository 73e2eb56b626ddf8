/** What there is to show about running work, as a value: events in, state out. */
import type { JobProgress } from '#shared/contract/jobs.ts';

interface Step {
  readonly title: string;
  readonly startedAt: number;
}

export interface ProgressState {
  readonly step: Step | null;
  readonly counts: Extract<JobProgress, { type: 'counts' }> | null;
  /** Derivations being built or downloaded, oldest first, with their phase. */
  readonly derivations: ReadonlyMap<string, string>;
  /** Nodes that the current step has spoken of. */
  readonly nodes: ReadonlyMap<string, Extract<JobProgress, { type: 'node' }>['state']>;
  /** The statement of a test script that runs now. */
  readonly statement: Extract<JobProgress, { type: 'statement' }> | null;
}

export const noProgress: ProgressState = {
  step: null,
  counts: null,
  derivations: new Map(),
  nodes: new Map(),
  statement: null,
};

/** The state after one event. `at` is in milliseconds since the epoch. */
export function advance(state: ProgressState, progress: JobProgress, at: number): ProgressState {
  switch (progress.type) {
    case 'step':
      return { ...noProgress, step: { title: progress.title, startedAt: at } };
    case 'counts':
      return { ...state, counts: progress };
    case 'derivation': {
      const derivations = new Map(state.derivations);
      if (progress.state === 'building' || progress.state === 'downloading') {
        derivations.set(progress.name, progress.phase ?? progress.state);
      } else {
        derivations.delete(progress.name);
      }
      return { ...state, derivations };
    }
    case 'node':
      return { ...state, nodes: new Map(state.nodes).set(progress.node, progress.state) };
    case 'statement': {
      if (progress.state === 'running') return { ...state, statement: progress };
      return state.statement?.id === progress.id ? { ...state, statement: null } : state;
    }
    case 'command':
    case 'log':
    case 'warning':
    case 'script':
      return state;
  }
}
