/** The runs that are kept of the open project. */
import { useEffect, useState } from 'react';
import { type AppContext, useApp } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { RunSummary } from '#shared/contract/tests.ts';
import { type SerializedError, toAppError } from '#shared/errors.ts';
import { fromEntry, type Statement } from '../testRuns.ts';

export type RunListing = Omit<RunSummary, 'script'>;

/** Which run: its name is one of its target. */
export interface RunKey {
  readonly target: Target;
  readonly run: string;
}

export interface KeptRunsState {
  /** The project that they are of. */
  readonly directory: string | null;
  /** The newest first. */
  readonly runs: readonly RunListing[];
  readonly isKnown: boolean;
  readonly problem: SerializedError | null;
}

const nothing: KeptRunsState = { directory: null, runs: [], isKnown: false, problem: null };

function createKeptRuns({ client, connection, workspace }: AppContext): ReadableSlice<KeptRunsState> {
  const slice = createSlice<KeptRunsState, KeptRunsState>(nothing, (_, next) => next);
  let round = 0;

  async function read(): Promise<void> {
    const mine = ++round;
    const directory = workspace.target()?.directory ?? null;
    if (directory !== slice.getState().directory) slice.dispatch({ ...nothing, directory });
    if (directory === null) return;
    try {
      const runs = await client.tests.runs({ directory });
      if (mine === round) slice.dispatch({ directory, runs, isKnown: true, problem: null });
    } catch (thrown) {
      if (mine === round) slice.dispatch({ ...slice.getState(), problem: toAppError(thrown).toJSON() });
    }
  }

  client.jobs.ended
    .subscribe(({ kind }) => {
      if (kind === 'test') void read();
    })
    // The app itself follows the jobs too, and tells when that does not work.
    .catch(() => {});
  connection.onResumed(() => void read());
  workspace.subscribe(() => {
    if ((workspace.target()?.directory ?? null) !== slice.getState().directory) void read();
  });
  void read();
  return slice;
}

export const keptRunsOf = perApp(createKeptRuns);

export const isOf = (target: Target, other: Target): boolean =>
  target.directory === other.directory &&
  target.composition === other.composition &&
  target.flavour === other.flavour;

export interface KeptRun {
  readonly summary: RunSummary;
  readonly statements: readonly Statement[];
}

export type Reading =
  | { readonly phase: 'reading' }
  | { readonly phase: 'failed'; readonly problem: SerializedError }
  | { readonly phase: 'read'; readonly kept: KeptRun };

/** Runs do not change any more: those that were looked at last need not be read again. */
const remembered = perApp(() => new Map<string, KeptRun>());
const rememberedMost = 8;

const nameOf = ({ target, run }: RunKey): string =>
  [target.directory, target.composition, target.flavour, run].join('\n');

async function readKept(app: AppContext, key: RunKey): Promise<KeptRun> {
  const known = remembered(app);
  const { summary, entries } = await app.client.tests.readRun(key);
  const kept = { summary, statements: entries.map(fromEntry) };
  known.set(nameOf(key), kept);
  for (const name of [...known.keys()].slice(0, -rememberedMost)) known.delete(name);
  return kept;
}

const reading: Reading = { phase: 'reading' };

/** Reads runs, all of them at once; `null` names none. */
export function useKeptRuns(keys: readonly (RunKey | null)[]): readonly (Reading | null)[] {
  const app = useApp();
  const [readings, setReadings] = useState<ReadonlyMap<string, Reading>>(new Map());
  const names = keys.map((key) => (key === null ? null : nameOf(key)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs are the same when their names are
  useEffect(() => {
    let left = false;
    const put = (name: string, value: Reading): void => {
      if (!left) setReadings((all) => new Map(all).set(name, value));
    };
    for (const key of keys) {
      if (key === null || remembered(app).has(nameOf(key))) continue;
      readKept(app, key).then(
        (kept) => put(nameOf(key), { phase: 'read', kept }),
        (thrown: unknown) => put(nameOf(key), { phase: 'failed', problem: toAppError(thrown).toJSON() }),
      );
    }
    return () => {
      left = true;
    };
  }, [app, names.join('\n\n')]);
  return names.map((name) => {
    if (name === null) return null;
    const known = remembered(app).get(name);
    return known === undefined ? (readings.get(name) ?? reading) : { phase: 'read', kept: known };
  });
}
