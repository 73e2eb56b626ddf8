/**
 * What must survive a reload of the page: the operations under way, whose later steps nobody else knows, and the last
 * job of each kind, whose story the engine can tell again. Kept for this tab alone, so that two windows on one project
 * don't both go on with the same steps.
 */

import type { Operation } from './operations.ts';
import type { StepKind } from './steps.ts';

const key = 'nxc.operations';

/** Who comes back after this many milliseconds no longer expects that something starts by itself. */
const patience = 60_000;

export interface KeptJob {
  readonly operation: string;
  readonly job: string;
  readonly kind: StepKind;
  readonly target: Operation['target'];
  readonly startedAt: number;
}

export interface Kept {
  readonly operations: readonly Operation[];
  readonly jobs: readonly KeptJob[];
}

interface Stored extends Kept {
  readonly version: 1;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export function keep(kept: Kept, now: number): void {
  try {
    const stored: Stored = { version: 1, at: now, ...kept };
    sessionStorage.setItem(key, JSON.stringify(stored));
  } catch {
    // The browser keeps nothing: after a reload the jobs are still listed, only later steps are forgotten.
  }
}

export function readKept(now: number): Kept {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Stored | null;
    if (stored?.version !== 1) return { operations: [], jobs: [] };
    return { jobs: stored.jobs, operations: now - stored.at < patience ? stored.operations : [] };
  } catch {
    return { operations: [], jobs: [] };
  }
}
