/** Waiting, in ways that end when a signal says so. */
import { setTimeout as delay } from 'node:timers/promises';

const shortestPause = 50;
const longestPause = 1000;
/** A pause is this part of the time that has been waited: what is waited for is never noticed later by more than it. */
const pauseShare = 0.1;

/**
 * Tries at once, then again and again with pauses from 50 ms growing to 1 s, until it worked or the time is over.
 * The last try starts at the deadline at the latest.
 *
 * @param attempt is given the milliseconds that remain (`undefined`: no limit); its result ends the waiting unless
 *   it is `null`
 * @param timeoutMs milliseconds, `null` for no limit
 * @returns `null` when the time is over
 * @throws AbortError when the signal is aborted; whatever `attempt` throws
 */
export async function retry<Result>(
  attempt: (remainingMs: number | undefined) => Promise<Result | null>,
  timeoutMs: number | null,
  signal: AbortSignal,
): Promise<Result | null> {
  const deadline = timeoutMs === null ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
  const startedAt = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const remaining = deadline - performance.now();
    const result = await attempt(Number.isFinite(remaining) ? Math.max(1, remaining) : undefined);
    if (result !== null) return result;
    const left = deadline - performance.now();
    if (left <= 0) return null;
    const waited = performance.now() - startedAt;
    const pause = Math.min(longestPause, Math.max(shortestPause, waited * pauseShare));
    await delay(Math.min(pause, left), undefined, { signal });
  }
}

/** The longest time a timer can wait; longer sleeps are made of several. */
const longestTimer = 2 ** 31 - 1;

/** @throws AbortError when the signal is aborted */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  let rest = Math.max(0, milliseconds);
  do {
    await delay(Math.min(rest, longestTimer), undefined, { signal });
    rest -= longestTimer;
  } while (rest > 0);
}

/**
 * Waits for work that may not heed the signal: so long after it was aborted the work is left to itself.
 *
 * @throws AbortError then, and whatever the work throws before
 */
export async function unlessAbandoned<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  patienceMs: number,
): Promise<Result> {
  const abandoned = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const abandon = (): void => {
    timer = setTimeout(() => abandoned.reject(signal.reason), patienceMs);
  };
  signal.addEventListener('abort', abandon);
  if (signal.aborted) abandon();
  // Whichever comes later concerns nobody.
  work.catch(() => {});
  try {
    return await Promise.race([work, abandoned.promise]);
  } finally {
    signal.removeEventListener('abort', abandon);
    clearTimeout(timer);
  }
}
