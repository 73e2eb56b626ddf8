/** Follows one job of the engine from its start to its result. */
import type { EngineClient } from '#shared/contract/index.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { ProgressView } from './output/progressView.ts';

interface Follow<Result> {
  readonly engine: EngineClient;
  readonly view: ProgressView;
  readonly signal: AbortSignal;
  readonly begin: () => Promise<{ job: string }>;
  readonly result: (handle: { job: string }) => Promise<Result>;
}

/** When the signal is aborted the job is cancelled, and waited for: its error says what it left. */
export async function followJob<Result>({
  engine,
  view,
  signal,
  begin,
  result,
}: Follow<Result>): Promise<Result> {
  if (signal.aborted) throw new AppError('cancelled', 'Cancelled before it began.');
  let followed: string | undefined;
  // What a job tells before we know its name waits here.
  const early: { job: string; progress: JobProgress; at: number }[] = [];
  const unsubscribe = await engine.jobs.progress.subscribe((event) => {
    if (followed === undefined) early.push(event);
    else if (event.job === followed) view.show(event.progress, event.at);
  });
  let cancel: (() => void) | undefined;
  let succeeded = false;
  try {
    const handle = await begin();
    followed = handle.job;
    for (const event of early) if (event.job === followed) view.show(event.progress, event.at);
    // A job that has just ended by itself needs no cancelling.
    cancel = () => {
      view.notice('Cancelling, please wait … (Ctrl-C again leaves at once)');
      engine.jobs.cancel(handle).catch(() => {});
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const value = await result(handle);
    succeeded = true;
    return value;
  } finally {
    if (cancel !== undefined) signal.removeEventListener('abort', cancel);
    unsubscribe();
    view.end(succeeded);
  }
}
