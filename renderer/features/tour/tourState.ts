/**
 * Where somebody is in the tour. Pure: what happens in the window comes as events, and goals follow from what is known.
 * Nothing here is a claim of the user's; there is no event for “done”.
 */
import { type Goal, goalNames, prerequisites } from './steps.ts';

/** What is known of the project now, as far as the tour cares. `null` is “not known yet”. */
export interface Facts {
  /** Whether somebody has had the composition before them in the editor. */
  readonly opened: boolean;
  /** Roles that the cursor was in, or that were selected. */
  readonly looked: readonly string[];
  /** Lines of the page that the template does not have: in the text as it is typed, and as it is saved. */
  readonly typed: readonly string[] | null;
  readonly saved: readonly string[] | null;
  /** When `saved` was seen to change, in milliseconds since the epoch; 0 if it has been so since the project was opened. */
  readonly savedAt: number;
  /** Whether the newest build is one of the files as they are, and when it was made. */
  readonly build: { readonly current: boolean; readonly builtAt: number } | null;
  /** Whether all nodes run, and from the newest build. */
  readonly running: boolean;
  /** Whether a terminal is open on the client. */
  readonly terminal: boolean;
  /** Whether a terminal on the client has shown the lines of `saved`. */
  readonly shown: boolean;
  /** Syntax: `broken` has stood there long enough to be read, `whole` has no mistake and both roles. */
  readonly syntax: 'broken' | 'whole' | 'other';
}

export interface TourState {
  /** The tutorial project that is open; `null` when none is. */
  readonly directory: string | null;
  /** In the order of the tour. */
  readonly reached: readonly Goal[];
  readonly facts: Facts;
}

export type TourEvent =
  | { readonly type: 'entered'; readonly directory: string; readonly reached: readonly Goal[] }
  | { readonly type: 'left' }
  | { readonly type: 'restarted' }
  | { readonly type: 'opened' }
  | { readonly type: 'looked'; readonly role: string }
  | { readonly type: 'typed'; readonly lines: readonly string[] }
  | { readonly type: 'saved'; readonly lines: readonly string[]; readonly at: number }
  | { readonly type: 'build'; readonly build: Facts['build']; readonly running: boolean }
  | { readonly type: 'terminal'; readonly open: boolean }
  | { readonly type: 'shown' }
  | { readonly type: 'syntax'; readonly syntax: Facts['syntax'] };

export const nothingKnown: Facts = {
  opened: false,
  looked: [],
  typed: null,
  saved: null,
  savedAt: 0,
  build: null,
  running: false,
  terminal: false,
  shown: false,
  syntax: 'other',
};

export const noTour: TourState = { directory: null, reached: [], facts: nothingKnown };

export function reduceTour(state: TourState, event: TourEvent): TourState {
  switch (event.type) {
    case 'entered':
      return { directory: event.directory, reached: event.reached, facts: nothingKnown };
    case 'left':
      return state.directory === null ? state : noTour;
    case 'restarted':
      return settled({ ...state, reached: [], facts: afresh(state.facts) });
    default: {
      if (state.directory === null) return state;
      const facts = learn(state.facts, event);
      return facts === state.facts ? state : settled({ ...state, facts });
    }
  }
}

type Observation = Exclude<TourEvent, { readonly type: 'entered' | 'left' | 'restarted' }>;

function learn(facts: Facts, event: Observation): Facts {
  switch (event.type) {
    case 'opened':
      return facts.opened ? facts : { ...facts, opened: true };
    case 'looked':
      return facts.looked.includes(event.role) ? facts : { ...facts, looked: [...facts.looked, event.role] };
    case 'typed':
      return isSame(facts.typed, event.lines) ? facts : { ...facts, typed: event.lines };
    case 'saved': {
      if (isSame(facts.saved, event.lines)) return facts;
      const savedAt = facts.saved === null ? 0 : event.at;
      // What a terminal showed before was another page.
      return { ...facts, saved: event.lines, savedAt, shown: false };
    }
    case 'build': {
      const { build, running } = event;
      const isKnown =
        facts.running === running &&
        facts.build?.current === build?.current &&
        facts.build?.builtAt === build?.builtAt;
      return isKnown ? facts : { ...facts, build, running };
    }
    case 'terminal':
      return facts.terminal === event.open ? facts : { ...facts, terminal: event.open };
    case 'shown':
      return facts.shown ? facts : { ...facts, shown: true };
    case 'syntax':
      return facts.syntax === event.syntax ? facts : { ...facts, syntax: event.syntax };
  }
}

/** What somebody did once is to be done again; what is so is still so. */
function afresh(facts: Facts): Facts {
  return { ...facts, opened: false, looked: [], shown: false };
}

function settled(state: TourState): TourState {
  const { facts } = state;
  const reached = new Set(state.reached);
  // A page put back before it ever ran is not a changed page.
  if (!reached.has('running')) {
    if (facts.typed?.length === 0) reached.delete('edited');
    if (facts.saved?.length === 0) reached.delete('saved');
  }
  // They stand in an order in which each comes after what it builds on.
  for (const goal of goalNames) {
    const prerequisite = prerequisites[goal];
    if (prerequisite !== undefined && !reached.has(prerequisite)) continue;
    if (holds[goal](facts)) reached.add(goal);
  }
  const inOrder = goalNames.filter((goal) => reached.has(goal));
  return { ...state, reached: isSame(inOrder, state.reached) ? state.reached : inOrder };
}

const holds: Readonly<Record<Goal, (facts: Facts) => boolean>> = {
  opened: ({ opened }) => opened,
  'server-seen': ({ looked }) => looked.includes('server'),
  'client-seen': ({ looked }) => looked.includes('client'),
  edited: ({ typed }) => typed !== null && typed.length > 0,
  saved: ({ saved }) => saved !== null && saved.length > 0,
  // Right after a save, what is known of the build may be older than the save.
  built: ({ build, savedAt }) => build?.current === true && build.builtAt >= savedAt,
  running: ({ build, running }) => build?.current === true && running,
  terminal: ({ terminal }) => terminal,
  fetched: ({ shown }) => shown,
  broken: ({ syntax }) => syntax === 'broken',
  mended: ({ syntax }) => syntax === 'whole',
};

function isSame<Item>(one: readonly Item[] | null, other: readonly Item[]): boolean {
  return one !== null && one.length === other.length && one.every((item, index) => item === other[index]);
}
