/** Carries out operations: asks the engine for one job after the other and waits, over reloads and lost connections. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { jobFeedOf } from './jobFeed.ts';
import { type KeptJob, keep, readKept } from './keptOperations.ts';
import {
  currentStep,
  noOperations,
  type Operation,
  type OperationsState,
  type Outcome,
  operationOn,
  reduceOperations,
} from './operations.ts';
import { perApp } from './perApp.ts';
import { runStep } from './runStep.ts';
import type { Step, StepKind } from './steps.ts';

export interface Operations extends ReadableSlice<OperationsState> {
  /**
   * Does the steps one after the other until one fails. A target that is being worked on is left alone.
   *
   * @returns the outcomes of the steps that were done, the last one being the failed one if there is one
   */
  begin(target: Target, steps: readonly Step[]): Promise<readonly Outcome[]>;
  /** Asks the job under way to stop; no further step is begun. */
  cancel(target: Target): void;
  /** Calls back when a step ended; returns how to stop. */
  onStepEnded(listener: (outcome: Outcome, operation: Operation) => void): () => void;
}

function createOperations(app: AppContext): Operations {
  const slice = createSlice(noOperations, reduceOperations);
  const listeners = new Set<(outcome: Outcome, operation: Operation) => void>();
  const before = readKept(Date.now());
  const jobs = new Map<string, KeptJob>(before.jobs.map((job) => [keyOf(job), job]));

  function store(): void {
    keep({ operations: slice.getState().operations, jobs: [...jobs.values()] }, Date.now());
  }

  const now = (id: string): Operation | undefined =>
    slice.getState().operations.find((operation) => operation.id === id);

  async function doStep(operation: Operation, step: Step, known: string | undefined): Promise<Outcome> {
    const { id, target } = operation;
    const startedAt = (known === undefined ? undefined : [...jobs.values()].find(({ job }) => job === known))
      ?.startedAt;
    const began = startedAt ?? Date.now();
    let job = known ?? '';
    const end = await runStep(app, target, step, known, (handle) => {
      job = handle;
      const kept: KeptJob = { operation: id, job, kind: step.kind, target, startedAt: began };
      jobs.set(keyOf(kept), kept);
      slice.dispatch({ type: 'job-began', id, job });
      if (now(id)?.cancelling === true) app.client.jobs.cancel({ job }).catch(() => {});
    }).then(
      (result) => ({ problem: null, result }) as const,
      (thrown: unknown) => ({ problem: toAppError(thrown).toJSON() }) as const,
    );
    const at = Date.now();
    return { kind: step.kind, target, job, at, durationMs: at - began, end } as Outcome;
  }

  async function carryOut(id: string, resumedJob?: string): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    let known = resumedJob;
    for (let operation = now(id); operation !== undefined; operation = now(id)) {
      const step = currentStep(operation);
      if (step === null || (operation.cancelling && outcomes.length > 0)) break;
      const outcome = await doStep(operation, step, known);
      known = undefined;
      outcomes.push(outcome);
      slice.dispatch({ type: 'step-ended', id, outcome });
      if (outcome.kind === 'start' && outcome.end.problem === null) {
        chosenNodesOf(app).started(outcome.target, outcome.end.result);
      }
      const isLast = outcome.end.problem !== null || currentStep(now(id) ?? operation) === null;
      if (isLast) slice.dispatch({ type: 'ended', id });
      for (const listener of listeners) listener(outcome, operation);
      if (isLast) break;
    }
    slice.dispatch({ type: 'ended', id });
    return outcomes;
  }

  /** Goes on where the page was when it was left. */
  function resume(operation: Operation): void {
    slice.dispatch({ type: 'began', operation });
    // A step that had been asked for but whose job was not known yet can't be told from one that never was.
    const job = operation.jobs[operation.current];
    if (job === undefined) slice.dispatch({ type: 'ended', id: operation.id });
    else void carryOut(operation.id, job);
  }

  /** How jobs ended that this tab knew of. */
  async function recallOutcome(kept: KeptJob): Promise<void> {
    const { job, kind, target, startedAt, operation } = kept;
    if (now(operation) !== undefined) return;
    jobFeedOf(app).replay(job, kind);
    const history = await app.client.jobs.history({ job }).catch(() => []);
    const step = { kind, reuse: true } as Step;
    const end = await runStep(app, target, step, job, () => {}).then(
      (result) => ({ problem: null, result }) as const,
      (thrown: unknown) => ({ problem: toAppError(thrown).toJSON() }) as const,
    );
    if (end.problem?.code === 'not-found' && history.length === 0) {
      jobs.delete(keyOf(kept));
      return;
    }
    const at = history.at(-1)?.at ?? startedAt;
    const outcome = { kind, target, job, at, durationMs: at - startedAt, end } as Outcome;
    slice.dispatch({ type: 'step-ended', id: operation, outcome });
  }

  slice.subscribe(store);
  for (const operation of before.operations) resume(operation);
  for (const job of jobs.values()) void recallOutcome(job);
  globalThis.window?.addEventListener('pagehide', store);

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    async begin(target, steps) {
      if (operationOn(slice.getState(), target) !== null) {
        throw new AppError('conflict', `“${target.composition}” on ${target.flavour} is being worked on.`, {
          hint: 'Wait for its end, or cancel it.',
        });
      }
      const id = crypto.randomUUID();
      const operation: Operation = {
        id,
        target,
        steps,
        current: 0,
        jobs: [],
        startedAt: Date.now(),
        cancelling: false,
      };
      slice.dispatch({ type: 'began', operation });
      return carryOut(id);
    },
    cancel(target) {
      const operation = operationOn(slice.getState(), target);
      if (operation === null || operation.cancelling) return;
      slice.dispatch({ type: 'cancelling', id: operation.id });
      const job = operation.jobs[operation.current];
      if (job !== undefined) {
        app.client.jobs
          .cancel({ job })
          .catch((thrown) => app.notifications.fail('It could not be cancelled', thrown));
      }
    },
    onStepEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const keyOf = ({ kind, target }: { kind: StepKind; target: Target }): string =>
  `${kind} ${target.directory} ${target.composition} ${target.flavour}`;

export const operationsOf = perApp(createOperations);
