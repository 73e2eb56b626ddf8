import { expect, test } from 'vitest';
import * as z from 'zod';
import { type AreaHandlers, event, method } from '#shared/rpc/define.ts';
import { lazyArea } from './lazyArea.ts';

const area = {
  double: method({ input: z.object({ number: z.number() }), output: z.object({ number: z.number() }) }),
  ticks: event({ payload: z.number() }),
};

function createArea() {
  const listeners = new Set<(count: number) => void>();
  const handlers: AreaHandlers<typeof area> = {
    double: async ({ number }) => {
      for (const listener of listeners) listener(number);
      return { number: 2 * number };
    },
    ticks: (emit) => {
      listeners.add(emit);
      return () => listeners.delete(emit);
    },
  };
  return { handlers, listeners };
}

const context = { signal: new AbortController().signal };

test('nothing is loaded before something is asked, and then only once', async () => {
  let loads = 0;
  const lazy = lazyArea(area, async () => {
    loads += 1;
    return createArea().handlers;
  });
  expect(loads).toBe(0);
  const answers = await Promise.all([
    lazy.double({ number: 1 }, context),
    lazy.double({ number: 2 }, context),
  ]);
  expect(answers).toEqual([{ number: 2 }, { number: 4 }]);
  expect(loads).toBe(1);
});

test('who subscribes first and then calls hears what the call causes', async () => {
  const lazy = lazyArea(area, async () => createArea().handlers);
  const heard: number[] = [];
  lazy.ticks((count) => heard.push(count));
  await lazy.double({ number: 5 }, context);
  expect(heard).toEqual([5]);
});

test('a subscription given back before the area was loaded never begins', async () => {
  const { handlers, listeners } = createArea();
  const lazy = lazyArea(area, async () => handlers);
  lazy.ticks(() => {})();
  const stop = lazy.ticks(() => {});
  await lazy.double({ number: 1 }, context);
  expect(listeners.size).toBe(1);
  stop();
  expect(listeners.size).toBe(0);
});

test('a failure to load is told to the caller and not kept', async () => {
  let isBroken = true;
  const lazy = lazyArea(area, async () => {
    if (isBroken) throw new Error('no room');
    return createArea().handlers;
  });
  await expect(lazy.double({ number: 1 }, context)).rejects.toThrow('no room');
  isBroken = false;
  expect(await lazy.double({ number: 1 }, context)).toEqual({ number: 2 });
});
