/**
 * What can be written in a role of the open project: options and packages of the tiny base, or of the project's own
 * nixpkgs as soon as the engine has read it, and until then what is usual in NixOS.
 */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { KnowledgeState, PackageDetails } from '#shared/contract/knowledge.ts';
import { findOption, type KnownOption, namesBelow, type OptionName } from '#shared/model/options.ts';
import { evaluationOf } from '../evaluation.ts';
import { tinyOptions, tinyPackages } from './tinyBase.ts';
import { usualOptions, usualPackages } from './usualNixos.ts';

/** Where an answer comes from: the project's own base, or what is usual as long as that is not known. */
export type Origin = 'tiny' | 'nixpkgs' | 'usual';

export interface PackageNames {
  readonly names: readonly string[];
  /** Whether there are more than are given. */
  readonly truncated: boolean;
}

export interface Knowledge extends ReadableSlice<KnowledgeState> {
  origin(): Origin;
  optionsBelow(path: readonly string[], signal?: AbortSignal): Promise<readonly OptionName[]>;
  /** The option that a path means exactly. */
  option(path: readonly string[], signal?: AbortSignal): Promise<KnownOption | null>;
  packages(path: readonly string[], text: string, signal?: AbortSignal): Promise<PackageNames>;
  /** `null` for what is no package, and where nobody can be asked. */
  packageDetails(path: readonly string[], signal?: AbortSignal): Promise<PackageDetails | null>;
  stop(): void;
  /** Reads what failed or was stopped. */
  again(): void;
}

/** Enough to choose from; more are found by typing on. */
const mostPackages = 200;

/** The knowledge of a window. */
export const knowledgeOf = perApp<Knowledge>(createKnowledge);

const nothing: KnowledgeState = { phase: 'none' };

function createKnowledge(app: AppContext): Knowledge {
  const { client, connection, workspace } = app;
  const slice = createSlice<KnowledgeState, KnowledgeState>(nothing, (_, next) => next);
  const evaluation = evaluationOf(app);
  let directory: string | null = null;

  function openProject() {
    const { project } = workspace.getState();
    return project.phase === 'open' ? project.project : null;
  }

  async function prepare(again = false): Promise<void> {
    const asked = directory;
    if (asked === null) return;
    // Without it there is less to choose from, and nothing else is wrong.
    const state = await client.knowledge.prepare({ directory: asked, again }).catch(() => nothing);
    if (asked === directory) slice.dispatch(state);
  }

  workspace.subscribe(() => {
    const project = openProject();
    const next = project === null || project.base === 'tiny' ? null : project.directory;
    if (next === directory) return;
    directory = next;
    slice.dispatch(nothing);
  });
  // Nix is asked when it has answered what the user waits for: that has brought everything here that is pinned.
  evaluation.subscribe((state, before) => {
    if (!before.asking || state.asking || state.target === null) return;
    const known = slice.getState();
    const wasStopped = known.phase === 'failed' && known.error.code === 'cancelled';
    // What kept Nix from answering, e.g. the network, may have kept it from this too.
    void prepare(before.problem !== null && state.problem === null && !wasStopped);
  });
  connection.onResumed(() => void prepare());
  client.knowledge.changed
    .subscribe((changed) => {
      if (changed.directory === directory) slice.dispatch(changed.state);
    })
    // The window says once for all that changes are not noticed.
    .catch(() => {});

  function origin(): Origin {
    if (openProject()?.base === 'tiny') return 'tiny';
    return slice.getState().phase === 'ready' ? 'nixpkgs' : 'usual';
  }
  const listed = (): readonly KnownOption[] => (origin() === 'tiny' ? tinyOptions : usualOptions);
  const within = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });

  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    origin,
    async optionsBelow(path, signal) {
      if (origin() !== 'nixpkgs' || directory === null) return namesBelow(listed(), path);
      return client.knowledge.optionsBelow({ directory, path }, within(signal));
    },
    async option(path, signal) {
      const found =
        origin() !== 'nixpkgs' || directory === null
          ? findOption(listed(), path)
          : await client.knowledge.option({ directory, path }, within(signal));
      return found?.path.length === path.length ? found : null;
    },
    async packages(path, text, signal) {
      if (origin() === 'nixpkgs' && directory !== null)
        return client.knowledge.packages({ directory, path, text, limit: mostPackages }, within(signal));
      const names = origin() === 'tiny' ? tinyPackages : usualPackages;
      return { names: path.length === 0 ? names : [], truncated: false };
    },
    async packageDetails(path, signal) {
      if (origin() !== 'nixpkgs' || directory === null) return null;
      return client.knowledge.packageDetails({ directory, path }, within(signal));
    },
    stop() {
      if (directory !== null) void client.knowledge.stop({ directory }).catch(() => {});
    },
    again: () => void prepare(true),
  };
}
