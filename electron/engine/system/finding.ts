import type { Check } from '#shared/contract/system.ts';
import type { Machine } from './machine.ts';
import { describeRemedy, type Remedy } from './remedies.ts';

/** A check with what can be done about it, before it is put into words for this machine. */
export interface Finding extends Omit<Check, 'fixes'> {
  readonly remedies: readonly Remedy[];
}

/** What a check says apart from its name: `documentation` and `remedies` only where they help. */
export interface Verdict {
  readonly state: Check['state'];
  readonly description: string;
  readonly remedies?: readonly Remedy[];
  readonly documentation?: string;
}

export interface CheckIdentity {
  readonly id: string;
  readonly title: string;
  readonly neededBy?: Check['neededBy'];
}

export function finding(identity: CheckIdentity, verdict: Verdict): Finding {
  return {
    id: identity.id,
    title: identity.title,
    neededBy: identity.neededBy ?? [],
    state: verdict.state,
    description: verdict.description,
    remedies: verdict.remedies ?? [],
    documentation: verdict.documentation ?? null,
  };
}

/** A finding as the contract shows it. */
export function toCheck(machine: Machine, { remedies, ...rest }: Finding): Check {
  return { ...rest, fixes: remedies.map((remedy) => describeRemedy(machine, remedy)) };
}
