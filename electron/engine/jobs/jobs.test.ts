import { expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { createJobs, type ProgressEvent } from './index.ts';
import type { WorkContext } from './workContext.ts';

const step = (title: string): JobProgress => ({ type: 'step', title });

/** Work that only ends when it is cancelled, in the way a library would end. */
const untilAborted = ({ signal }: WorkContext) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('killed by SIGTERM')));
  });

test('a job tells its progress in order, then ends, then has its result', async () => {
  const jobs = createJobs();
  const told: string[] = [];
  jobs.onProgress(({ sequence, progress }) => told.push(`${sequence} ${progress.type}`));
  jobs.onEnded(({ error }) => told.push(`ended ${error}`));
  const { job } = jobs.start('build', '/project', async ({ report }) => {
    report(step('one'));
    report({ type: 'log', line: 'two' });
    return 42;
  });
  expect(told).toEqual([]);
  expect(await jobs.result<number>(job, { kind: 'build' })).toBe(42);
  expect(told).toEqual(['0 step', '1 log', 'ended null']);
  expect(jobs.history(job).map((entry) => entry.progress)).toEqual([
    step('one'),
    { type: 'log', line: 'two' },
  ]);
});

test('running jobs are listed and ended ones are not', async () => {
  const jobs = createJobs();
  const { job } = jobs.start('start', '/project', untilAborted);
  expect(jobs.list()).toMatchObject([{ job, kind: 'start', directory: '/project' }]);
  await Promise.resolve();
  expect(jobs.cancel(job)).toBe(true);
  await expect(jobs.result(job)).rejects.toMatchObject({ code: 'cancelled', message: 'Cancelled.' });
  expect(jobs.list()).toEqual([]);
  expect(jobs.cancel(job)).toBe(false);
});

test('a job that is cancelled before it began never begins', async () => {
  const jobs = createJobs();
  let began = false;
  const { job } = jobs.start('build', '/project', async () => {
    began = true;
  });
  jobs.cancel(job);
  await expect(jobs.result(job)).rejects.toMatchObject({ code: 'cancelled' });
  expect(began).toBe(false);
});

test('an error that says what a cancelled job left behind is kept as it is', async () => {
  const jobs = createJobs();
  const left = new AppError('cancelled', 'Cancelled.', { details: { leftovers: ['network n'] } });
  const { job } = jobs.start(
    'start',
    '/project',
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(left))),
  );
  await Promise.resolve();
  jobs.cancel(job);
  await expect(jobs.result(job)).rejects.toBe(left);
});

test('a failure is what the ended event and the result both carry', async () => {
  const jobs = createJobs();
  const ended: unknown[] = [];
  jobs.onEnded(({ error }) => ended.push(error?.message));
  const { job } = jobs.start('test', '/project', async () => {
    throw new AppError('port-taken', 'Port 80 is taken.');
  });
  await expect(jobs.result(job)).rejects.toMatchObject({ code: 'port-taken' });
  expect(ended).toEqual(['Port 80 is taken.']);
});

test('what is told after the end is not passed on', async () => {
  const jobs = createJobs();
  const told: ProgressEvent[] = [];
  jobs.onProgress((event) => told.push(event));
  let late = (): void => {};
  const { job } = jobs.start('stop', '/project', async ({ report }) => {
    late = () => report(step('late'));
  });
  await jobs.result(job);
  late();
  expect(told).toEqual([]);
});

test('a listener that was taken away hears nothing more', async () => {
  const jobs = createJobs();
  let heard = 0;
  const stop = jobs.onProgress(() => {
    heard += 1;
  });
  const { job } = jobs.start('build', '/project', async ({ report }) => {
    report(step('one'));
    stop();
    report(step('two'));
  });
  await jobs.result(job);
  expect(heard).toBe(1);
});

test('the history of a talkative job is bounded and keeps its end', async () => {
  const jobs = createJobs();
  const total = 35_000;
  const { job } = jobs.start('build', '/project', async ({ report }) => {
    for (let line = 0; line < total; line++) report({ type: 'log', line: String(line) });
  });
  await jobs.result(job);
  const history = jobs.history(job);
  expect(history).toHaveLength(10_000);
  expect(history.at(-1)?.sequence).toBe(total - 1);
  expect(history[0]?.sequence).toBe(total - 10_000);
});

test('jobs that ended long ago are forgotten', async () => {
  const jobs = createJobs();
  const handles = Array.from({ length: 40 }, () => jobs.start('stop', '/project', async () => {}));
  for (const { job } of handles.slice(-32)) await jobs.result(job);
  const [first] = handles;
  await expect(jobs.result(first?.job ?? '')).rejects.toMatchObject({ code: 'not-found' });
});

test('a job is not taken for one of another kind', async () => {
  const jobs = createJobs();
  const { job } = jobs.start('build', '/project', async () => 1);
  await expect(jobs.result(job, { kind: 'start' })).rejects.toMatchObject({ code: 'not-found' });
});

test('no longer waiting for a job does not stop it', async () => {
  const jobs = createJobs();
  const { job } = jobs.start('build', '/project', untilAborted);
  const waiting = new AbortController();
  const result = jobs.result(job, { signal: waiting.signal });
  waiting.abort();
  await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  expect(jobs.list()).toHaveLength(1);
  await jobs.close();
  expect(jobs.list()).toEqual([]);
});
