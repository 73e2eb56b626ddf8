/** The table of compositions and flavours, as a value. */

import type { StateName } from '#renderer/ui/StateLabel.tsx';
import { count } from '#renderer/ui/words.ts';
import type { TargetStatus } from '#shared/contract/deployments.ts';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';

interface Offered {
  readonly composition: string;
  readonly flavour: FlavourName;
}

export interface Matrix {
  readonly compositions: readonly string[];
  readonly flavours: readonly FlavourName[];
  /** Whether the project offers the composition on the flavour, or something of it is there. */
  has(composition: string, flavour: FlavourName): boolean;
}

/** Rows and columns of everything that is offered, built or running; flavours in the order in which they are known. */
export function matrixOf(offered: readonly Offered[], statuses: readonly Offered[]): Matrix {
  const all = [...offered, ...statuses];
  const present = new Set(all.map(({ composition, flavour }) => `${composition}::${flavour}`));
  const used = new Set(all.map(({ flavour }) => flavour));
  return {
    compositions: [...new Set(all.map(({ composition }) => composition))].sort(),
    flavours: flavourNames.filter((name) => used.has(name)),
    has: (composition, flavour) => present.has(`${composition}::${flavour}`),
  };
}

export interface CellWords {
  readonly state: StateName;
  readonly word: string;
  readonly detail: string | null;
}

/** What a cell says, without what is going on. @param now milliseconds since the epoch */
export function cellWords(status: TargetStatus | undefined, builtAgo: string | null): CellWords {
  const deployment = status?.deployment ?? null;
  if (deployment === null && status?.problem !== undefined) {
    return { state: 'stale', word: 'Not known', detail: status.problem.message };
  }
  if (deployment !== null) {
    const { nodes, freshness } = deployment;
    const running = nodes.filter(({ status: { state } }) => state === 'running').length;
    const failed = nodes.filter(({ status: { state } }) => state === 'failed' || state === 'exited').length;
    if (freshness === 'lost') return { state: 'failed', word: 'Lost', detail: 'its nodes are gone' };
    if (failed > 0)
      return { state: 'failed', word: 'Failed', detail: `${failed} of ${count(nodes.length, 'node')}` };
    if (freshness === 'stale') return { state: 'stale', word: 'Running', detail: 'an older build' };
    if (running < nodes.length)
      return { state: 'working', word: 'Changing', detail: `${running} of ${nodes.length} run` };
    return { state: 'running', word: 'Running', detail: count(nodes.length, 'node') };
  }
  switch (status?.build ?? 'never') {
    case 'never':
      return { state: 'absent', word: 'Never built', detail: null };
    case 'built':
      return { state: 'running', word: 'Built', detail: builtAgo };
    case 'stale':
      return { state: 'stale', word: 'Stale', detail: 'edited since its build' };
    case 'broken':
      return { state: 'failed', word: 'Gone', detail: 'build it again' };
  }
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads to in a grid; `null` for keys that lead nowhere. */
export function moved(place: Place, key: string, rows: number, columns: number): Place | null {
  const { row, column } = place;
  const within = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value));
  switch (key) {
    case 'ArrowUp':
      return { row: within(row - 1, rows), column };
    case 'ArrowDown':
      return { row: within(row + 1, rows), column };
    case 'ArrowLeft':
      return { row, column: within(column - 1, columns) };
    case 'ArrowRight':
      return { row, column: within(column + 1, columns) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    case 'PageUp':
      return { row: 0, column };
    case 'PageDown':
      return { row: rows - 1, column };
    default:
      return null;
  }
}
