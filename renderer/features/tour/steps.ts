/** The five steps of the tour, and the goals by which it is seen that somebody took them. */

export const stepNames = ['read', 'change', 'run', 'look', 'mend'] as const;

export type StepName = (typeof stepNames)[number];

export const goalNames = [
  'opened',
  'server-seen',
  'client-seen',
  'edited',
  'saved',
  'built',
  'running',
  'terminal',
  'fetched',
  'broken',
  'mended',
] as const;

/** Something that has really happened, or has not. */
export type Goal = (typeof goalNames)[number];

export interface Step {
  readonly name: StepName;
  readonly goals: readonly Goal[];
  /** Whether Nix and what the flavour needs must be on this machine. */
  readonly needsMachine: boolean;
}

export const steps: readonly Step[] = [
  { name: 'read', goals: ['opened', 'server-seen', 'client-seen'], needsMachine: false },
  { name: 'change', goals: ['edited', 'saved'], needsMachine: false },
  { name: 'run', goals: ['built', 'running'], needsMachine: true },
  { name: 'look', goals: ['terminal', 'fetched'], needsMachine: true },
  { name: 'mend', goals: ['broken', 'mended'], needsMachine: false },
];

/** What must have happened before a goal counts: a build before the change would not show it. */
export const prerequisites: Readonly<Partial<Record<Goal, Goal>>> = {
  saved: 'edited',
  built: 'saved',
  running: 'built',
  terminal: 'running',
  fetched: 'terminal',
  broken: 'saved',
  mended: 'broken',
};

export type StepState = 'done' | 'now' | 'later' | 'lacking';

/** @param lacking whether something is missing on this machine that building and starting need */
export function stepStates(
  reached: readonly Goal[],
  lacking: boolean,
): Readonly<Record<StepName, StepState>> {
  const states: Partial<Record<StepName, StepState>> = {};
  let found = false;
  for (const { name, goals, needsMachine } of steps) {
    if (goals.every((goal) => reached.includes(goal))) states[name] = 'done';
    else if (needsMachine && lacking) states[name] = 'lacking';
    else {
      states[name] = found ? 'later' : 'now';
      found = true;
    }
  }
  return states as Record<StepName, StepState>;
}

/** The step to take next; `null` when none is left that can be taken here. */
export function currentStep(reached: readonly Goal[], lacking: boolean): Step | null {
  const states = stepStates(reached, lacking);
  return steps.find(({ name }) => states[name] === 'now') ?? null;
}

/** The first thing of a step that has not happened yet. */
export function nextGoal({ goals }: Step, reached: readonly Goal[]): Goal | null {
  return goals.find((goal) => !reached.includes(goal)) ?? null;
}

export const isComplete = (reached: readonly Goal[]): boolean =>
  goalNames.every((goal) => reached.includes(goal));

export function isGoals(value: unknown): value is readonly Goal[] {
  return Array.isArray(value) && value.every((entry) => goalNames.some((goal) => goal === entry));
}
