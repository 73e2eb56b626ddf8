/** The last answer to “what is there on this machine?”. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, useSlice } from '#renderer/store/slice.ts';
import type { StateName } from '#renderer/ui/StateLabel.tsx';
import type { Check } from '#shared/contract/system.ts';
import { type AppError, toAppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';

export interface ChecksState {
  readonly checks: readonly Check[];
  /** What is going on: nothing, a check of everything, or the repair of one check by its identifier. */
  readonly doing: 'nothing' | 'checking' | { readonly repairing: string };
  readonly problem: AppError | null;
  /** Whether everything has been checked at least once. */
  readonly known: boolean;
}

export type ChecksEvent =
  | { readonly type: 'began'; readonly repairing?: string }
  | { readonly type: 'checked'; readonly checks: readonly Check[] }
  | { readonly type: 'failed'; readonly problem: AppError };

export const nothingChecked: ChecksState = { checks: [], doing: 'nothing', problem: null, known: false };

export function reduceChecks(state: ChecksState, event: ChecksEvent): ChecksState {
  switch (event.type) {
    case 'began':
      return {
        ...state,
        problem: null,
        doing: event.repairing === undefined ? 'checking' : { repairing: event.repairing },
      };
    case 'checked':
      return {
        checks: replaceChecks(state.checks, event.checks),
        doing: 'nothing',
        problem: null,
        known: true,
      };
    case 'failed':
      return { ...state, doing: 'nothing', problem: event.problem };
  }
}

/** A repair may answer with the checks it touched only: the others stay as they were. */
function replaceChecks(before: readonly Check[], now: readonly Check[]): readonly Check[] {
  const changed = new Map(now.map((check) => [check.id, check]));
  const known = new Set(before.map(({ id }) => id));
  return [
    ...before.map((check) => changed.get(check.id) ?? check),
    ...now.filter(({ id }) => !known.has(id)),
  ];
}

/** Failed ones first, then warnings: what there is to do stands on top. */
export function byUrgency(checks: readonly Check[]): Check[] {
  const urgency = { failed: 0, warning: 1, passed: 2 } as const;
  return checks.toSorted((one, other) => urgency[one.state] - urgency[other.state]);
}

/** Whether a check matters to somebody who works with a flavour; without one, everything may. */
export function concerns({ neededBy }: Check, flavour: FlavourName | null): boolean {
  return flavour === null || neededBy.length === 0 || neededBy.includes(flavour);
}

export const checkStates: Readonly<
  Record<Check['state'], { readonly state: StateName; readonly word: string }>
> = {
  passed: { state: 'running', word: 'Ready' },
  warning: { state: 'stale', word: 'Look at this' },
  failed: { state: 'failed', word: 'Missing' },
};

const slice = createSlice(nothingChecked, reduceChecks);

export const useChecks = (): ChecksState => useSlice(slice, (state) => state);

export async function checkMachine({ client }: AppContext): Promise<void> {
  slice.dispatch({ type: 'began' });
  try {
    slice.dispatch({ type: 'checked', checks: await client.system.preflight({}) });
  } catch (thrown) {
    slice.dispatch({ type: 'failed', problem: toAppError(thrown) });
  }
}

/** Runs the first remedy of one check, then looks again. */
export async function repair({ client }: AppContext, check: string): Promise<void> {
  slice.dispatch({ type: 'began', repairing: check });
  try {
    slice.dispatch({
      type: 'checked',
      checks: await client.system.repairResult(await client.system.repair({ checks: [check] })),
    });
  } catch (thrown) {
    slice.dispatch({ type: 'failed', problem: toAppError(thrown) });
  }
}
