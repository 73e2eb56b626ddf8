/** Keeps what a run tells, to be written down when it has ended. */
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { TimelineEntry } from '#shared/contract/tests.ts';

/** Statements that are kept of a run; later ones are only counted. */
const entryLimit = 20_000;
/** Characters of all outputs together. */
const outputLimit = 8 * 1024 * 1024;

export interface RunRecord {
  /** Takes one piece of a run's progress. */
  add(progress: JobProgress): void;
  /** Everything so far, in the order in which it began. */
  entries(): TimelineEntry[];
}

export function createRunRecord(now: () => number = Date.now): RunRecord {
  const entries = new Map<number, TimelineEntry>();
  let outputs = 0;
  return {
    add(progress) {
      if (progress.type !== 'statement') return;
      const {
        id,
        parent,
        kind,
        state,
        line,
        node,
        text,
        command = null,
        output = '',
        durationMs = null,
      } = progress;
      const begun = entries.get(id);
      if (begun === undefined && entries.size >= entryLimit) return;
      const kept = outputs + output.length <= outputLimit ? output : '(too much output to be kept)';
      outputs += kept.length;
      const startedAt = begun?.startedAt ?? now();
      entries.set(id, {
        id,
        parent,
        kind,
        state,
        line,
        node,
        text,
        command,
        output: kept,
        startedAt,
        durationMs,
      });
    },
    entries: () => [...entries.values()],
  };
}
