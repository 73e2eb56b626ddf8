/** The snapshots that are looked at; `null` when none are. */
import { createSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';

export interface ShownSnapshots {
  readonly target: Target;
  readonly snapshots: readonly Snapshot[];
}

export const shownSnapshots = createSlice<ShownSnapshots | null, ShownSnapshots | null>(
  null,
  (_, shown) => shown,
);
