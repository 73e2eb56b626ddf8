import { expect, test } from 'vitest';
import { recollect } from './history.ts';
import { isBusy, noPrompts, type PromptEvent, reducePrompt } from './promptState.ts';

const target = { directory: '/lab', composition: 'composition', flavour: 'docker' } as const;
const idle = { session: 's', target, state: 'idle', pause: null } as const;

const after = (...events: readonly PromptEvent[]) => events.reduce(reducePrompt, noPrompts);

const text = (id: string): PromptEvent => ({
  type: 'added',
  target: 'one',
  cell: { kind: 'text', id, source: id, title: null, lines: null, part: null, job: null, end: null, at: 0 },
});

test('sessions come and go', () => {
  expect(after({ type: 'session', session: idle }).sessions).toEqual({ s: idle });
  expect(
    after({ type: 'sessions', sessions: [idle] }, { type: 'session', session: { ...idle, state: 'closed' } })
      .sessions,
  ).toEqual({});
});

test('a text knows its job and its end, and old texts are let go', () => {
  const result = { failure: null, value: '2', durationMs: 1, statements: 0 };
  const { cells } = after(
    text('a'),
    text('b'),
    { type: 'began', id: 'b', job: 'job' },
    { type: 'ended', id: 'b', end: { kind: 'ended', result } },
  );
  expect(cells.one?.[0]).toMatchObject({ job: null, end: null });
  expect(cells.one?.[1]).toMatchObject({ job: 'job', end: { result: { value: '2' } } });
  const many = after(...Array.from({ length: 100 }, (_, index) => text(`${index}`)));
  expect(many.cells.one).toHaveLength(60);
});

test('what was typed before comes back, and so does the unfinished line', () => {
  const back = recollect(['one', 'two']);
  expect(back.move(1, 'thr')).toBeNull();
  expect(back.move(-1, 'thr')).toBe('two');
  expect(back.move(-1, 'two')).toBe('one');
  expect(back.move(-1, 'one')).toBeNull();
  expect(back.move(1, 'one')).toBe('two');
  expect(back.move(1, 'two')).toBe('thr');
});

test('something runs from the moment when it is asked for', () => {
  const cells = (...events: readonly PromptEvent[]) => after(...events).cells.one ?? [];
  const began: PromptEvent = { type: 'began', id: 'a', job: 'job' };
  expect(isBusy(idle, [])).toBe(false);
  expect(isBusy(idle, cells(text('a')))).toBe(true);
  expect(isBusy({ ...idle, state: 'running' }, [])).toBe(true);
  expect(isBusy({ ...idle, state: 'paused' }, cells(text('a'), began))).toBe(false);
  expect(isBusy({ ...idle, state: 'paused' }, cells(text('a'), began, text('b')))).toBe(true);
});
