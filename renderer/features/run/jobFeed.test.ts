import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createJobsSlice } from '#renderer/store/jobs.ts';
import { createJobFeed, type FeedSource } from './jobFeed.ts';

type Event = Parameters<Parameters<FeedSource['client']['jobs']['progress']['subscribe']>[0]>[0];

function event(sequence: number): Event {
  return {
    job: 'one',
    kind: 'build',
    sequence,
    at: sequence,
    progress: { type: 'step', title: `${sequence}` },
  };
}

/** An engine that has told `before` events already, and tells the rest when asked to. */
function scene(total: number, before: number) {
  vi.useFakeTimers();
  let tell: (event: Event) => void = () => {};
  let told = before;
  const feed = createJobFeed({
    jobs: createJobsSlice(),
    connection: { onResumed: () => () => {} } as unknown as FeedSource['connection'],
    client: {
      jobs: {
        progress: {
          async subscribe(listener) {
            tell = listener;
            return () => {};
          },
        },
        history: async () => Array.from({ length: told }, (_, sequence) => event(sequence)),
      },
    },
  });
  const seen: number[] = [];
  feed.listen(({ entries }) => seen.push(...entries.map(({ sequence }) => sequence)));
  return {
    feed,
    seen,
    tellNext(): void {
      if (told < total) tell(event(told++));
    },
    skip(): void {
      if (told < total) told++;
    },
    settle: () => vi.advanceTimersByTimeAsync(200),
  };
}

test('whatever is missed, everything arrives once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 5 }),
      fc.array(fc.constantFrom('tell', 'miss', 'wait', 'replay'), { maxLength: 30 }),
      async (before, happenings) => {
        const total = before + happenings.length + 1;
        const { feed, seen, tellNext, skip, settle } = scene(total, before);
        for (const happening of happenings) {
          if (happening === 'tell') tellNext();
          else if (happening === 'miss') skip();
          else if (happening === 'replay') feed.replay('one', 'build');
          else await settle();
        }
        await settle();
        // The last one is always told: it shows that something was missed.
        for (let rest = 0; rest < total; rest++) tellNext();
        feed.replay('one', 'build');
        await settle();
        expect(seen).toEqual(Array.from({ length: total }, (_, sequence) => sequence));
        vi.useRealTimers();
      },
    ),
  );
});
