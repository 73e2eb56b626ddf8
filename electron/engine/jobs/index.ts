/** Long work under way: who started what, what it has told, how it ended. */
import { randomUUID } from 'node:crypto';
import type { JobKind, JobProgress } from '#shared/contract/jobs.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import type { WorkContext } from './workContext.ts';

/** What one job may keep of what it told; a build's log can be millions of lines. The oldest go first. */
const historyLimit = 10_000;

/** How many ended jobs are kept for a window that comes back to ask for them. */
const endedLimit = 32;

export interface ProgressEvent {
  readonly job: string;
  readonly kind: JobKind;
  /** Counts from 0 within one job, without gaps. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly progress: JobProgress;
}

interface EndedEvent {
  readonly job: string;
  readonly kind: JobKind;
  readonly error: AppError | null;
}

interface ResultOptions {
  /** When given, a job of another kind counts as not found. */
  readonly kind?: JobKind;
  /** Ends the waiting, not the job. */
  readonly signal?: AbortSignal;
}

interface RunningJob {
  readonly job: string;
  readonly kind: JobKind;
  readonly directory: string;
  readonly startedAt: number;
}

export interface Jobs {
  /** Starts work and returns at once. `directory` is the project that it belongs to. */
  start<Result>(
    kind: JobKind,
    directory: string,
    work: (context: WorkContext) => Promise<Result>,
  ): { job: string };
  /**
   * Waits for a job's end.
   *
   * @throws AppError that ended the job; `not-found` when there is no such job (any more)
   */
  result<Result = unknown>(job: string, options?: ResultOptions): Promise<Result>;
  /** Asks a job to stop. `false` when it has ended already. */
  cancel(job: string): boolean;
  /** The jobs that run, oldest first. */
  list(): RunningJob[];
  /** What a job has told so far; its oldest lines are gone when there were very many. */
  history(job: string): Pick<ProgressEvent, 'sequence' | 'at' | 'progress'>[];
  /** Calls back for the progress of every job, in order; returns how to stop. */
  onProgress(listener: (event: ProgressEvent) => void): () => void;
  /** Calls back once for each job, after its last progress; returns how to stop. */
  onEnded(listener: (event: EndedEvent) => void): () => void;
  /** Cancels what runs and waits until all of it has stopped. */
  close(): Promise<void>;
}

interface JobRecord extends RunningJob {
  readonly abort: AbortController;
  readonly history: Pick<ProgressEvent, 'sequence' | 'at' | 'progress'>[];
  readonly promise: Promise<unknown>;
  sequence: number;
  ended: boolean;
}

export function createJobs(): Jobs {
  const records = new Map<string, JobRecord>();
  const progressListeners = new Set<(event: ProgressEvent) => void>();
  const endedListeners = new Set<(event: EndedEvent) => void>();

  function find(job: string): JobRecord {
    const record = records.get(job);
    if (record === undefined) {
      throw new AppError('not-found', `There is no job “${job}”, or it ended long ago.`, {
        hint: 'Start it again; what it built or started is still there.',
      });
    }
    return record;
  }

  function report(record: JobRecord, progress: JobProgress): void {
    // A straggler must not speak after the end.
    if (record.ended) return;
    const entry = { sequence: record.sequence++, at: Date.now(), progress };
    record.history.push(entry);
    // In blocks, because taking the first of a long array away moves all the others.
    if (record.history.length >= 2 * historyLimit) record.history.splice(0, historyLimit);
    for (const listener of progressListeners) listener({ job: record.job, kind: record.kind, ...entry });
  }

  function end(record: JobRecord, error: AppError | null): void {
    record.ended = true;
    for (const listener of endedListeners) listener({ job: record.job, kind: record.kind, error });
    const ended = [...records.values()].filter((other) => other.ended);
    for (const old of ended.slice(0, -endedLimit)) records.delete(old.job);
  }

  return {
    start(kind, directory, work) {
      const abort = new AbortController();
      const outcome = Promise.withResolvers<unknown>();
      // The rejection also reaches those who ask for the result; nobody has to.
      outcome.promise.catch(() => {});
      const record: JobRecord = {
        job: randomUUID(),
        kind,
        directory,
        startedAt: Date.now(),
        abort,
        history: [],
        promise: outcome.promise,
        sequence: 0,
        ended: false,
      };
      records.set(record.job, record);
      const context = { signal: abort.signal, report: (progress: JobProgress) => report(record, progress) };
      // Begins after the caller has its handle, so that nobody hears of a job before it exists.
      queueMicrotask(async () => {
        try {
          if (abort.signal.aborted) throw new AppError('cancelled', 'Cancelled before it began.');
          const value = await work(context);
          end(record, null);
          outcome.resolve(value);
        } catch (thrown) {
          const error = describeEnd(thrown, abort.signal);
          end(record, error);
          outcome.reject(error);
        }
      });
      return { job: record.job };
    },
    async result<Result>(job: string, { kind, signal }: ResultOptions = {}) {
      const record = find(job);
      if (kind !== undefined && record.kind !== kind) {
        throw new AppError('not-found', `The job “${job}” is a ${record.kind}, not a ${kind}.`);
      }
      return (await unlessAborted(record.promise, signal)) as Result;
    },
    cancel(job) {
      const record = find(job);
      if (record.ended) return false;
      record.abort.abort();
      return true;
    },
    list: () =>
      [...records.values()]
        .filter((record) => !record.ended)
        .map(({ job, kind, directory, startedAt }) => ({ job, kind, directory, startedAt })),
    history: (job) => find(job).history.slice(-historyLimit),
    onProgress: (listener) => listen(progressListeners, listener),
    onEnded: (listener) => listen(endedListeners, listener),
    async close() {
      for (const record of records.values()) record.abort.abort();
      await Promise.allSettled([...records.values()].map((record) => record.promise));
    },
  };
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** What libraries throw when aborted has many shapes; once the user cancelled, all of them mean that. */
function describeEnd(thrown: unknown, signal: AbortSignal): AppError {
  const error = toAppError(thrown);
  if (!signal.aborted || error.code !== 'internal') return error;
  return new AppError('cancelled', 'Cancelled.', { cause: thrown });
}

function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new AppError('cancelled', 'No longer waiting; the job goes on.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
