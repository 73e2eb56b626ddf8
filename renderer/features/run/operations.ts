/** What this window has asked for and not yet seen the end of, and how the last of each kind ended. */
import type { BuildResult } from '#shared/contract/builds.ts';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import type { SerializedError } from '#shared/errors.ts';
import type { Step, StepKind } from './steps.ts';

/** Some steps for one target, one after the other. Plain data: it is kept while the page is reloaded. */
export interface Operation {
  readonly id: string;
  readonly target: Target;
  readonly steps: readonly Step[];
  /** Index of the step under way. */
  readonly current: number;
  /** Jobs of the steps that have begun, in their order. */
  readonly jobs: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly cancelling: boolean;
}

interface Ended {
  readonly target: Target;
  readonly job: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly durationMs: number;
}

export interface StepResults {
  readonly build: BuildResult;
  readonly start: Deployment;
  readonly stop: { readonly removed: readonly string[]; readonly durationMs: number };
  readonly test: TestResult;
}

/** How one step ended. */
export type Outcome = {
  readonly [Kind in StepKind]: Ended & {
    readonly kind: Kind;
    readonly end:
      | { readonly problem: null; readonly result: StepResults[Kind] }
      | { readonly problem: SerializedError };
  };
}[StepKind];

export type OutcomeOf<Kind extends StepKind> = Extract<Outcome, { kind: Kind }>;

export interface OperationsState {
  readonly operations: readonly Operation[];
  /** The last outcome of each kind, by target. */
  readonly outcomes: Readonly<Record<string, { readonly [Kind in StepKind]?: OutcomeOf<Kind> }>>;
}

export type OperationsEvent =
  | { readonly type: 'began'; readonly operation: Operation }
  /** The job of the step under way is known. */
  | { readonly type: 'job-began'; readonly id: string; readonly job: string }
  | { readonly type: 'step-ended'; readonly id: string; readonly outcome: Outcome }
  | { readonly type: 'cancelling'; readonly id: string }
  | { readonly type: 'ended'; readonly id: string };

export const noOperations: OperationsState = { operations: [], outcomes: {} };

export const targetKey = ({ directory, composition, flavour }: Target): string =>
  `${directory}/${composition}::${flavour}`;

export function reduceOperations(state: OperationsState, event: OperationsEvent): OperationsState {
  switch (event.type) {
    case 'began':
      if (operationOn(state, event.operation.target) !== null) return state;
      return { ...state, operations: [...state.operations, event.operation] };
    case 'job-began':
      return change(state, event.id, (one) => ({ ...one, jobs: [...one.jobs, event.job] }));
    case 'step-ended': {
      const { outcome } = event;
      const key = targetKey(outcome.target);
      const outcomes = { ...state.outcomes, [key]: { ...state.outcomes[key], [outcome.kind]: outcome } };
      const after = { ...state, outcomes };
      if (outcome.end.problem !== null) return after;
      return change(after, event.id, (one) => ({ ...one, current: one.current + 1 }));
    }
    case 'cancelling':
      return change(state, event.id, (one) => ({ ...one, cancelling: true }));
    case 'ended':
      return { ...state, operations: state.operations.filter(({ id }) => id !== event.id) };
  }
}

function change(state: OperationsState, id: string, how: (one: Operation) => Operation): OperationsState {
  const operations = state.operations.map((one) => (one.id === id ? how(one) : one));
  return { ...state, operations };
}

export function operationOn(state: OperationsState, target: Target): Operation | null {
  const key = targetKey(target);
  return state.operations.find((one) => targetKey(one.target) === key) ?? null;
}

export function outcomeOf<Kind extends StepKind>(
  state: OperationsState,
  target: Target,
  kind: Kind,
): OutcomeOf<Kind> | null {
  const outcomes: { readonly [K in StepKind]?: OutcomeOf<K> } = state.outcomes[targetKey(target)] ?? {};
  return (outcomes[kind] as OutcomeOf<Kind> | undefined) ?? null;
}

/** The step under way; `null` when all are done. */
export function currentStep({ steps, current }: Operation): Step | null {
  return steps[current] ?? null;
}
