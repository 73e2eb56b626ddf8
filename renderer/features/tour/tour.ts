/** The one tour of a window: which tutorial is open, how far somebody is in it, and what is kept of that. */
import type { AppContext } from '#renderer/app/context.ts';
import { recall, remember } from '#renderer/app/memory.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import { observeDeployment } from './observeDeployment.ts';
import { observeTerminals } from './observeTerminals.ts';
import { observeText } from './observeText.ts';
import { isGoals } from './steps.ts';
import { noTour, reduceTour, type TourState } from './tourState.ts';
import { isTutorial } from './tutorialProject.ts';

export interface Tour extends ReadableSlice<TourState> {
  /** Forgets what was reached in this project. */
  restart(): void;
  /** Is told of each tutorial that is opened, and whether this window opens it for the first time. */
  onEntered(listener: (isFirst: boolean) => void): void;
}

/** Under this name the goals that were reached are remembered of a project. */
const memory = 'tour';

export const tourOf = perApp<Tour>(createTour);

function createTour(app: AppContext): Tour {
  const { client, workspace } = app;
  const slice = createSlice(noTour, reduceTour);
  const listeners: ((isFirst: boolean) => void)[] = [];
  let current: string | null = null;
  let stops: readonly (() => void)[] = [];

  async function enter(directory: string): Promise<void> {
    if (!(await isTutorialFolder(directory)) || current !== directory) return;
    const kept = recall(memory, directory, isGoals);
    slice.dispatch({ type: 'entered', directory, reached: kept ?? [] });
    remember(memory, directory, kept ?? []);
    stops = [observeText, observeDeployment, observeTerminals].map((observe) => observe(app, slice));
    for (const listener of listeners) listener(kept === undefined);
  }

  async function isTutorialFolder(directory: string): Promise<boolean> {
    try {
      return isTutorial((await client.files.read({ directory, file: 'flake.nix' })).text);
    } catch {
      // A project whose flake cannot be read is no tutorial; what is wrong with it is told elsewhere.
      return false;
    }
  }

  function follow(): void {
    const { project } = workspace.getState();
    const directory = project.phase === 'open' ? project.project.directory : null;
    if (directory === current) return;
    current = directory;
    for (const stop of stops) stop();
    stops = [];
    slice.dispatch({ type: 'left' });
    if (directory !== null) void enter(directory);
  }

  workspace.subscribe(follow);
  follow();
  slice.subscribe(({ directory, reached }, before) => {
    if (directory !== null && reached !== before.reached) remember(memory, directory, reached);
  });

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    restart: () => slice.dispatch({ type: 'restarted' }),
    onEntered: (listener) => listeners.push(listener),
  };
}
