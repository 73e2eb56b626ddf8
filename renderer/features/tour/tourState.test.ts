import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  currentStep,
  type Goal,
  goalNames,
  isComplete,
  nextGoal,
  prerequisites,
  stepStates,
} from './steps.ts';
import { noTour, reduceTour, type TourEvent, type TourState } from './tourState.ts';

const entered: TourEvent = { type: 'entered', directory: '/p', reached: [] };
const own = ['<p>Mine</p>'];

function stateAfter(...events: readonly TourEvent[]): TourState {
  return [entered, ...events].reduce(reduceTour, noTour);
}

const read: readonly TourEvent[] = [
  { type: 'opened' },
  { type: 'looked', role: 'server' },
  { type: 'looked', role: 'client' },
];
const changed: readonly TourEvent[] = [
  { type: 'saved', lines: [], at: 1 },
  { type: 'typed', lines: own },
  { type: 'saved', lines: own, at: 10 },
];
const built: TourEvent = { type: 'build', build: { current: true, builtAt: 20 }, running: false };
const running: TourEvent = { type: 'build', build: { current: true, builtAt: 20 }, running: true };
const mended: readonly TourEvent[] = [
  { type: 'syntax', syntax: 'whole' },
  { type: 'syntax', syntax: 'broken' },
  { type: 'syntax', syntax: 'whole' },
];

test('the whole way', () => {
  const stops: [TourEvent[], string | undefined][] = [
    [[], 'read'],
    [[...read], 'change'],
    [[...read, ...changed], 'run'],
    [[...read, ...changed, built], 'run'],
    [[...read, ...changed, built, running], 'look'],
    [[...read, ...changed, running, { type: 'terminal', open: true }], 'look'],
    [[...read, ...changed, running, { type: 'terminal', open: true }, { type: 'shown' }], 'mend'],
  ];
  for (const [events, step] of stops)
    expect(currentStep(stateAfter(...events).reached, false)?.name).toBe(step);
  const end = stateAfter(
    ...read,
    ...changed,
    running,
    { type: 'terminal', open: true },
    { type: 'shown' },
    ...mended,
  );
  expect(end.reached).toEqual(goalNames);
  expect(isComplete(end.reached)).toBe(true);
  expect(currentStep(end.reached, false)).toBeNull();
});

describe('reading', () => {
  test('is looking at both roles', () => {
    const { reached } = stateAfter(
      { type: 'opened' },
      { type: 'looked', role: 'client' },
      { type: 'looked', role: 'x' },
    );
    expect(reached).toEqual(['opened', 'client-seen']);
    const step = currentStep(reached, false);
    expect(step && nextGoal(step, reached)).toBe('server-seen');
  });
});

describe('changing', () => {
  test('is not done by typing alone, nor by saving what the template says', () => {
    expect(stateAfter({ type: 'typed', lines: own }).reached).toEqual(['edited']);
    expect(stateAfter({ type: 'saved', lines: [], at: 1 }).reached).toEqual([]);
  });

  test('is undone by putting the page back before it ran, and not after', () => {
    const back: readonly TourEvent[] = [
      { type: 'typed', lines: [] },
      { type: 'saved', lines: [], at: 30 },
    ];
    expect(stateAfter(...changed, ...back).reached).toEqual([]);
    expect(stateAfter(...changed, running, ...back).reached).toEqual(['edited', 'saved', 'built', 'running']);
  });
});

describe('building and starting', () => {
  test('do not count for a build from before the change, even if nobody has said yet that it is old', () => {
    const old: TourEvent = { type: 'build', build: { current: true, builtAt: 5 }, running: true };
    expect(stateAfter(old, ...changed).reached).toEqual(['edited', 'saved']);
  });

  test('count if the page was changed and built before the project was opened', () => {
    const before: TourEvent = { type: 'build', build: { current: true, builtAt: 5 }, running: true };
    const { reached } = stateAfter(
      { type: 'typed', lines: own },
      { type: 'saved', lines: own, at: 10 },
      before,
    );
    expect(reached).toEqual(['edited', 'saved', 'built', 'running']);
  });

  test('do not count for nodes that run from a stale build', () => {
    const stale: TourEvent = { type: 'build', build: { current: false, builtAt: 20 }, running: true };
    expect(stateAfter(...changed, built, stale).reached).toEqual(['edited', 'saved', 'built']);
  });

  test('stay taken when the nodes are stopped', () => {
    expect(stateAfter(...changed, running, built).reached).toContain('running');
  });
});

test('what a terminal showed of an older page does not count', () => {
  const { facts } = stateAfter(...changed, { type: 'shown' }, { type: 'saved', lines: ['other'], at: 40 });
  expect(facts.shown).toBe(false);
});

test('without Nix or Docker the tour goes from the change to the mistake', () => {
  const { reached } = stateAfter(...read, ...changed);
  expect(currentStep(reached, true)?.name).toBe('mend');
  expect(stepStates(reached, true)).toEqual({
    read: 'done',
    change: 'done',
    run: 'lacking',
    look: 'lacking',
    mend: 'now',
  });
  const end = stateAfter(...read, ...changed, ...mended).reached;
  expect(currentStep(end, true)).toBeNull();
  expect(isComplete(end)).toBe(false);
  expect(currentStep(end, false)?.name).toBe('run');
});

test('a text without a mistake is not a mended one', () => {
  expect(stateAfter(...changed, { type: 'syntax', syntax: 'whole' }).reached).not.toContain('mended');
  expect(stateAfter(...changed, ...mended).reached).toContain('mended');
});

test('begun anew, what is so still counts and what was done does not', () => {
  const { reached } = stateAfter(...read, ...changed, running, { type: 'terminal', open: true }, ...mended, {
    type: 'restarted',
  });
  expect(reached).toEqual(['edited', 'saved', 'built', 'running', 'terminal']);
});

describe('whatever happens', () => {
  const lines = fc.constantFrom<readonly string[]>([], own, ['<p>Other</p>']);
  const observation: fc.Arbitrary<TourEvent> = fc.oneof(
    fc.constant<TourEvent>({ type: 'opened' }),
    fc.record({ type: fc.constant('looked' as const), role: fc.constantFrom('server', 'client', 'cache') }),
    fc.record({ type: fc.constant('typed' as const), lines }),
    fc.record({ type: fc.constant('saved' as const), lines, at: fc.nat(100) }),
    fc.record({
      type: fc.constant('build' as const),
      build: fc.option(fc.record({ current: fc.boolean(), builtAt: fc.nat(100) })),
      running: fc.boolean(),
    }),
    fc.record({ type: fc.constant('terminal' as const), open: fc.boolean() }),
    fc.constant<TourEvent>({ type: 'shown' }),
    fc.record({
      type: fc.constant('syntax' as const),
      syntax: fc.constantFrom('broken' as const, 'whole' as const, 'other' as const),
    }),
  );
  const events = fc.array(observation, { maxLength: 40 });

  test('only the change of the page is ever taken back, and never once it ran', () => {
    fc.assert(
      fc.property(events, (all) => {
        let state = stateAfter();
        for (const event of all) {
          const next = reduceTour(state, event);
          const lost = state.reached.filter((goal) => !next.reached.includes(goal));
          const mayLapse: readonly Goal[] = state.reached.includes('running') ? [] : ['edited', 'saved'];
          expect(mayLapse).toEqual(expect.arrayContaining(lost));
          const gained = next.reached.filter((goal) => !state.reached.includes(goal));
          for (const goal of gained) {
            const prerequisite = prerequisites[goal];
            if (prerequisite !== undefined) expect(next.reached).toContain(prerequisite);
          }
          state = next;
        }
      }),
    );
  });

  test('telling the same thing twice changes nothing', () => {
    fc.assert(
      fc.property(events, observation, (all, event) => {
        const state = reduceTour(stateAfter(...all), event);
        expect(reduceTour(state, event)).toBe(state);
      }),
    );
  });

  test('without a tutorial nothing is noticed', () => {
    fc.assert(
      fc.property(events, (all) => {
        expect(all.reduce(reduceTour, noTour)).toBe(noTour);
      }),
    );
  });
});
