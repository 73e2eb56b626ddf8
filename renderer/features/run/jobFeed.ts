/**
 * The whole progress of jobs, in order and without gaps, for features that draw more of it than the summary in
 * `app.jobs`. What was told before this window listened (it was reloaded, or the connection was lost) is fetched from
 * the job's history first. Progress is handed on in blocks: a build can write thousands of lines a second.
 */
import type { AppContext } from '#renderer/app/context.ts';
import type { JobKind, JobProgress } from '#shared/contract/jobs.ts';
import { perApp } from './perApp.ts';

export interface ProgressEntry {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly progress: JobProgress;
}

export interface ProgressBlock {
  readonly job: string;
  readonly kind: JobKind;
  readonly entries: readonly ProgressEntry[];
}

export interface JobFeed {
  /** Calls back with what is told from now on; returns how to stop. */
  listen(listener: (block: ProgressBlock) => void): () => void;
  /** Fetches what a job has told so far; it comes through the listeners like everything else. */
  replay(job: string, kind: JobKind): void;
}

interface Followed {
  readonly kind: JobKind;
  /** The sequence number that comes next. */
  next: number;
  /** Came ahead of entries that are still missing. */
  early: ProgressEntry[];
  fetching: boolean;
}

/** Milliseconds between blocks: no slower than an eye, no faster than a screen needs. */
const blockPeriod = 60;

/** A gap that is still there after so many answers is one that the engine cannot fill either. */
const attempts = 3;

export type FeedSource = Pick<AppContext, 'jobs' | 'connection'> & {
  readonly client: { readonly jobs: Pick<AppContext['client']['jobs'], 'progress' | 'history'> };
};

export function createJobFeed({ client, jobs, connection }: FeedSource): JobFeed {
  const listeners = new Set<(block: ProgressBlock) => void>();
  const followed = new Map<string, Followed>();
  const waiting = new Map<string, ProgressEntry[]>();
  let isScheduled = false;

  function handOn(): void {
    isScheduled = false;
    const blocks = [...waiting];
    waiting.clear();
    for (const [job, entries] of blocks) {
      const kind = followed.get(job)?.kind;
      if (kind === undefined) continue;
      for (const listener of listeners) listener({ job, kind, entries });
    }
  }

  function accept(job: string, entries: readonly ProgressEntry[]): void {
    if (entries.length === 0) return;
    const block = waiting.get(job);
    if (block === undefined) waiting.set(job, [...entries]);
    else block.push(...entries);
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(handOn, blockPeriod);
  }

  function follow(job: string, kind: JobKind): Followed {
    let one = followed.get(job);
    if (one === undefined) {
      one = { kind, next: 0, early: [], fetching: false };
      followed.set(job, one);
    }
    return one;
  }

  /** Takes what is new of `entries`, which are in order. History may have lost its oldest lines: that gap stays. */
  function take(job: string, one: Followed, entries: readonly ProgressEntry[]): void {
    const fresh = entries.filter(({ sequence }) => sequence >= one.next);
    const last = fresh.at(-1);
    if (last === undefined) return;
    one.next = last.sequence + 1;
    accept(job, fresh);
  }

  /** Takes of what came early whatever is next in line now. */
  function takeEarly(job: string, one: Followed): void {
    for (let [first] = one.early; first !== undefined && first.sequence <= one.next; [first] = one.early) {
      one.early.shift();
      take(job, one, [first]);
    }
  }

  async function fetchHistory(job: string, one: Followed): Promise<void> {
    if (one.fetching) return;
    one.fetching = true;
    try {
      // Once more if something was told between the answer and what came live.
      for (let attempt = 1; attempt === 1 || (one.early.length > 0 && attempt <= attempts); attempt++) {
        take(job, one, await client.jobs.history({ job }));
        takeEarly(job, one);
      }
    } catch {
      // The engine has forgotten the job, or is away: what comes live is still shown.
    } finally {
      one.fetching = false;
      take(job, one, one.early.splice(0));
    }
  }

  function replay(job: string, kind: JobKind): void {
    void fetchHistory(job, follow(job, kind));
  }

  function fetchOfRunning(): void {
    for (const { job, kind, end } of Object.values(jobs.getState().byId)) {
      if (end === null && !followed.has(job)) replay(job, kind);
    }
  }

  client.jobs.progress
    .subscribe(({ job, kind, ...entry }) => {
      const one = follow(job, kind);
      if (entry.sequence < one.next) return;
      if (one.fetching || entry.sequence > one.next) {
        one.early.push(entry);
        void fetchHistory(job, one);
      } else {
        take(job, one, [entry]);
      }
    })
    // The app itself follows the jobs too, and tells when that does not work.
    .catch(() => {});
  jobs.subscribe(fetchOfRunning);
  fetchOfRunning();
  connection.onResumed(() => {
    for (const [job, one] of followed) {
      if (jobs.getState().byId[job]?.end === null) void fetchHistory(job, one);
    }
  });

  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replay,
  };
}

export const jobFeedOf = perApp(createJobFeed);
