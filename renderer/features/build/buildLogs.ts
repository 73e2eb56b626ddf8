/** What builders have written: kept out of the slices, because there can be a great deal of it. */
import { useSyncExternalStore } from 'react';
import type { ProgressBlock } from '#renderer/features/run/jobFeed.ts';
import { perApp } from '#renderer/features/run/perApp.ts';

/** Lines kept of one derivation; the oldest go first. */
const linesKept = 2000;

/** The source of lines that no derivation wrote. */
export const otherSource = '';

interface Log {
  lines: string[];
  /** Lines that were there and are gone. */
  dropped: number;
}

export interface LogText {
  readonly lines: readonly string[];
  readonly dropped: number;
}

const empty: LogText = { lines: [], dropped: 0 };

export interface BuildLogs {
  add(block: ProgressBlock): void;
  read(job: string, source: string): LogText;
  /** Forgets the logs of all other jobs. */
  keepOnly(jobs: readonly string[]): void;
  subscribe(listener: () => void): () => void;
}

export function createBuildLogs(): BuildLogs {
  const logs = new Map<string, Map<string, Log>>();
  const listeners = new Set<() => void>();

  return {
    add({ job, entries }) {
      const sources = logs.get(job) ?? new Map<string, Log>();
      logs.set(job, sources);
      const changed = new Map<string, string[]>();
      for (const { progress } of entries) {
        if (progress.type !== 'log') continue;
        const source = progress.source ?? otherSource;
        const lines = changed.get(source);
        if (lines === undefined) changed.set(source, [progress.line]);
        else lines.push(progress.line);
      }
      if (changed.size === 0) return;
      for (const [source, more] of changed) {
        const before = sources.get(source);
        const lines = [...(before?.lines ?? []), ...more];
        const surplus = Math.max(0, lines.length - linesKept);
        sources.set(source, { lines: lines.slice(surplus), dropped: (before?.dropped ?? 0) + surplus });
      }
      for (const listener of listeners) listener();
    },
    read: (job, source) => logs.get(job)?.get(source) ?? empty,
    keepOnly(jobs) {
      for (const job of logs.keys()) if (!jobs.includes(job)) logs.delete(job);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const buildLogsOf = perApp(createBuildLogs);

/** The same object until lines are added. */
export function useBuildLog(logs: BuildLogs, job: string, source: string): LogText {
  return useSyncExternalStore(logs.subscribe, () => logs.read(job, source));
}
