/** The open project, and which composition and flavour of it everything on the screen is about. */

import { nothingSelected, type Selection, selectsSame } from '#renderer/store/selection.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import type { Project } from '#shared/contract/projects.ts';
import { type AppError, toAppError } from '#shared/errors.ts';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';
import { recall, remember } from './memory.ts';

export interface OfferedTarget {
  readonly composition: string;
  readonly flavour: FlavourName;
}

export interface OpenProject {
  readonly phase: 'open';
  readonly project: Project;
  readonly composition: string;
  readonly flavour: FlavourName;
  /** What the project's flake offers. Before Nix has told, what can be known without it. */
  readonly offered: readonly OfferedTarget[];
  /** Why Nix could not tell what the flake offers. */
  readonly offeredProblem: AppError | null;
}

export type ProjectState =
  | { readonly phase: 'none' }
  | { readonly phase: 'opening'; readonly directory: string }
  | OpenProject;

export interface WorkspaceState {
  readonly project: ProjectState;
  readonly selection: Selection;
}

export type WorkspaceEvent =
  | { readonly type: 'opening'; readonly directory: string }
  | { readonly type: 'opened'; readonly project: Project; readonly choice: OfferedTarget }
  | { readonly type: 'closed' }
  | { readonly type: 'offered'; readonly directory: string; readonly targets: readonly OfferedTarget[] }
  | { readonly type: 'offer-failed'; readonly directory: string; readonly problem: AppError }
  | { readonly type: 'chosen'; readonly choice: Partial<OfferedTarget> }
  | { readonly type: 'selected'; readonly selection: Selection };

export const emptyWorkspace: WorkspaceState = { project: { phase: 'none' }, selection: nothingSelected };

export function reduceWorkspace(state: WorkspaceState, event: WorkspaceEvent): WorkspaceState {
  const open = state.project.phase === 'open' ? state.project : null;
  switch (event.type) {
    case 'opening':
      return { project: { phase: 'opening', directory: event.directory }, selection: nothingSelected };
    case 'opened':
      return {
        project: {
          phase: 'open',
          project: event.project,
          ...event.choice,
          offered: [event.choice],
          offeredProblem: null,
        },
        selection: nothingSelected,
      };
    case 'closed':
      return emptyWorkspace;
    case 'offered':
      if (open?.project.directory !== event.directory || event.targets.length === 0) return state;
      return {
        ...state,
        project: { ...open, ...nearest(open, event.targets), offered: event.targets, offeredProblem: null },
      };
    case 'offer-failed':
      if (open?.project.directory !== event.directory) return state;
      return { ...state, project: { ...open, offeredProblem: event.problem } };
    case 'chosen': {
      if (open === null) return state;
      const { composition, flavour } = open;
      const choice = nearest({ composition, flavour, ...event.choice }, open.offered);
      return { project: { ...open, ...choice }, selection: nothingSelected };
    }
    case 'selected':
      return selectsSame(state.selection, event.selection) ? state : { ...state, selection: event.selection };
  }
}

/** The choice itself if it is offered, else the same composition on another flavour, else whatever comes first. */
function nearest(choice: OfferedTarget, offered: readonly OfferedTarget[]): OfferedTarget {
  const same = offered.filter(({ composition }) => composition === choice.composition);
  const found = same.find(({ flavour }) => flavour === choice.flavour) ?? same[0] ?? offered[0] ?? choice;
  return { composition: found.composition, flavour: found.flavour };
}

export interface Workspace extends ReadableSlice<WorkspaceState> {
  dispatch(event: WorkspaceEvent): void;
  /** Opens a project and leaves the one before. Rejects with the engine's error and stays where it was. */
  open(directory: string): Promise<void>;
  close(): void;
  choose(choice: Partial<OfferedTarget>): void;
  /** Selects a role or a node for every view. Say who you are as `source`. */
  select(selection: Partial<Selection>): void;
  /** What builds and starts are about; `null` when no project is open. */
  target(): Target | null;
}

export function createWorkspace(client: EngineClient): Workspace {
  const slice = createSlice(emptyWorkspace, reduceWorkspace);

  async function askWhatIsOffered(directory: string): Promise<void> {
    try {
      const [offered, startable] = await Promise.all([
        client.compositions.list({ directory }),
        client.deployments.startable({}),
      ]);
      const targets = offered.filter(isOfKnownFlavour).filter(({ flavour }) => startable.includes(flavour));
      slice.dispatch({ type: 'offered', directory, targets });
    } catch (thrown) {
      slice.dispatch({ type: 'offer-failed', directory, problem: toAppError(thrown) });
    }
  }

  return {
    ...slice,
    async open(directory) {
      const before = slice.getState().project;
      slice.dispatch({ type: 'opening', directory });
      try {
        const project = await client.projects.open({ directory });
        const choice = recall('target', project.directory, isTarget) ?? {
          composition: 'composition',
          flavour: project.defaultFlavour,
        };
        slice.dispatch({ type: 'opened', project, choice });
        void askWhatIsOffered(project.directory);
      } catch (thrown) {
        if (before.phase === 'open') await this.open(before.project.directory);
        else slice.dispatch({ type: 'closed' });
        throw thrown;
      }
    },
    close: () => slice.dispatch({ type: 'closed' }),
    choose(choice) {
      slice.dispatch({ type: 'chosen', choice });
      const { project } = slice.getState();
      if (project.phase !== 'open') return;
      const { composition, flavour } = project;
      remember('target', project.project.directory, { composition, flavour });
    },
    select: (selection) =>
      slice.dispatch({ type: 'selected', selection: { ...nothingSelected, ...selection } }),
    target() {
      const { project } = slice.getState();
      if (project.phase !== 'open') return null;
      return {
        directory: project.project.directory,
        composition: project.composition,
        flavour: project.flavour,
      };
    },
  };
}

function isOfKnownFlavour(target: { composition: string; flavour: string }): target is OfferedTarget {
  return flavourNames.some((name) => name === target.flavour);
}

function isTarget(value: unknown): value is OfferedTarget {
  const target = value as Partial<Record<string, unknown>> | null;
  const { composition, flavour } = target ?? {};
  return (
    typeof composition === 'string' &&
    typeof flavour === 'string' &&
    isOfKnownFlavour({ composition, flavour })
  );
}
