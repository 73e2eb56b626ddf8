/** What the nixpkgs of a project offers: read in the background, one at a time, and kept by what flake.lock pins. */
import type { KnowledgeState, PackageDetails } from '#shared/contract/knowledge.ts';
import type { Project } from '#shared/contract/projects.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { findOption, type KnownOption, namesBelow, type OptionName } from '#shared/model/options.ts';
import type { ProjectNix } from '../nix/projectNix.ts';
import type { Library } from '../projects/library/index.ts';
import { createListCache } from './listCache.ts';
import { createNixpkgsReader, type NixpkgsList, type PackageAnswer, type Source } from './nixpkgsReader.ts';
import { searchNames } from './searchNames.ts';

export interface PackageSearch {
  readonly directory: string;
  /** The set they are in, e.g. `['python3Packages']`; empty for nixpkgs itself. */
  readonly path: readonly string[];
  readonly text: string;
  readonly limit: number;
}

export interface Knowledge {
  /** Begins to read what is not known yet; returns at once. @param again also what failed or was stopped */
  prepare(directory: string, again?: boolean): Promise<KnowledgeState>;
  stop(directory: string): void;
  onChange(listener: (directory: string, state: KnowledgeState) => void): () => void;
  optionsBelow(directory: string, path: readonly string[]): OptionName[];
  option(directory: string, path: readonly string[]): KnownOption | null;
  packages(search: PackageSearch, signal?: AbortSignal): Promise<{ names: string[]; truncated: boolean }>;
  packageDetails(
    directory: string,
    path: readonly string[],
    signal?: AbortSignal,
  ): Promise<PackageDetails | null>;
  close(): Promise<void>;
}

export interface KnowledgeDependencies {
  readonly projects: { open(directory: string): Promise<Project> };
  readonly nix: ProjectNix;
  readonly library: Library;
  readonly cacheDirectory: string;
  /** Absolute path of `resources/knowledge/nixos.nix`. */
  readonly reader: string;
}

interface Known {
  readonly source: Source;
  state: KnowledgeState;
  list: NixpkgsList | null;
  readonly abort: AbortController;
  /** What Nix said of single attributes, by their path. */
  readonly attributes: Map<string, PackageAnswer>;
}

/** Projects whose lists are held in memory, about 10 MB each. */
const mostHeld = 3;

export function createKnowledge(dependencies: KnowledgeDependencies): Knowledge {
  const reader = createNixpkgsReader(dependencies);
  const cache = createListCache(dependencies.cacheDirectory);
  const known = new Map<string, Known>();
  const listeners = new Set<(directory: string, state: KnowledgeState) => void>();
  /** The end of the last reading that was begun: two at once would take the machine from whoever works on it. */
  let last: Promise<void> = Promise.resolve();

  function change(entry: Known, state: KnowledgeState): void {
    entry.state = state;
    const { directory } = entry.source.project;
    if (known.get(directory) !== entry) return;
    for (const listener of listeners) listener(directory, state);
  }

  function ready(entry: Known, list: NixpkgsList): void {
    entry.list = list;
    const { nixpkgs, options, packages } = list;
    change(entry, { phase: 'ready', nixpkgs, options: options.length, packages: packages.length });
  }

  async function make(entry: Known): Promise<void> {
    const { source, abort } = entry;
    try {
      throwIfStopped(abort.signal);
      const list = await reader.list(source, abort.signal);
      ready(entry, list);
      await cache.keep(source.key, list);
    } catch (thrown) {
      const error = abort.signal.aborted ? stopped() : toAppError(thrown);
      change(entry, { phase: 'failed', error: error.toJSON() });
    }
  }

  function begin(source: Source): Known {
    const { directory } = source.project;
    known.get(directory)?.abort.abort();
    const entry: Known = {
      source,
      state: { phase: 'making', startedAt: Date.now() },
      list: null,
      abort: new AbortController(),
      attributes: new Map(),
    };
    // The latest one stands at the end.
    known.delete(directory);
    known.set(directory, entry);
    for (const [oldest, { abort }] of known) {
      if (known.size <= mostHeld) break;
      abort.abort();
      known.delete(oldest);
    }
    return entry;
  }

  async function attribute(
    entry: Known,
    path: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<PackageAnswer> {
    const key = JSON.stringify(path);
    const before = entry.attributes.get(key);
    if (before !== undefined) return before;
    const answer = await reader.package(entry.source, path, signal);
    entry.attributes.set(key, answer);
    return answer;
  }

  return {
    async prepare(directory, again = false) {
      const project = await dependencies.projects.open(directory);
      const source = project.base === 'tiny' ? null : await reader.source(project);
      if (source === null) return { phase: 'none' };
      const before = known.get(project.directory);
      if (before?.source.key === source.key && !(again && before.state.phase === 'failed'))
        return before.state;
      const entry = begin(source);
      const cached = await cache.read(source.key);
      if (cached !== null) ready(entry, cached);
      else {
        change(entry, entry.state);
        last = last.then(() => make(entry));
      }
      return entry.state;
    },
    stop: (directory) => known.get(directory)?.abort.abort(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    optionsBelow: (directory, path) => namesBelow(known.get(directory)?.list?.options ?? [], path),
    option: (directory, path) => findOption(known.get(directory)?.list?.options ?? [], path),
    async packages({ directory, path, text, limit }, signal) {
      const entry = known.get(directory);
      if (entry?.list == null) return { names: [], truncated: false };
      if (path.length === 0) return searchNames(entry.list.packages, text, limit);
      const answer = await attribute(entry, path, signal);
      return searchNames(answer.kind === 'set' ? answer.names : [], text, limit);
    },
    async packageDetails(directory, path, signal) {
      const entry = known.get(directory);
      if (entry === undefined) return null;
      const answer = await attribute(entry, path, signal);
      if (answer.kind !== 'package') return null;
      const { version, description, homepage } = answer;
      return { version, description, homepage };
    },
    async close() {
      for (const { abort } of known.values()) abort.abort();
      listeners.clear();
      await last;
    },
  };
}

function stopped(): AppError {
  return new AppError('cancelled', 'Reading the options and packages of nixpkgs was stopped.', {
    hint: 'Begin it again with “Read options and packages again” in the command palette.',
    retryable: true,
  });
}

function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw stopped();
}
