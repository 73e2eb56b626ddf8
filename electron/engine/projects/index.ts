/** Folders that hold a composition: found, read, made and kept in order. */
import { basename } from 'node:path';
import type { Project, Template } from '#shared/contract/projects.ts';
import { cleanProject } from './clean.ts';
import { addIntent, findGitRoot, untrackedFiles } from './git.ts';
import { type InitializeRequest, initializeProject } from './initialize.ts';
import type { Library } from './library/index.ts';
import { locateProject } from './locate.ts';
import { libraryState, lockLibrary, readBase } from './lock.ts';
import { readProjectFile } from './projectFile.ts';
import { listTemplates } from './templates.ts';
import { createProjectWatcher, type ProjectChange } from './watch.ts';

export interface Projects {
  templates(): Promise<Template[]>;
  init(request: InitializeRequest): Promise<{ project: Project; created: string[]; notes: string[] }>;
  /**
   * Reads the project around a folder; changes nothing.
   *
   * @throws AppError `not-found` without a project, `bad-input` with the place when nxc.json is wrong
   */
  open(directory: string): Promise<Project>;
  /** Makes git see files; the names of those it did not know yet. */
  track(directory: string, files: readonly string[]): Promise<string[]>;
  /** Points the project's lock at the current library; whether it had to change. */
  updateLibrary(directory: string): Promise<boolean>;
  clean(directory: string): Promise<string[]>;
  watch(directory: string): Promise<void>;
  onChange(listener: (change: ProjectChange) => void): () => void;
  close(): Promise<void>;
}

export interface ProjectsDependencies {
  readonly library: Library;
  /** The library as the app ships it (`resources/nix`): the templates are in it. */
  readonly librarySource: string;
  /** Names of the nodes that run from a project. */
  runningNodes(directory: string): Promise<readonly string[]>;
  /** Removes what flavours have made ahead of starts for the builds of a project. */
  forgetBuilds?(directory: string): Promise<void>;
}

export function createProjects(dependencies: ProjectsDependencies): Projects {
  const { library, librarySource, runningNodes } = dependencies;
  const watcher = createProjectWatcher();

  async function open(directory: string): Promise<Project> {
    const found = await locateProject(directory);
    const [file, gitRoot, base, state] = await Promise.all([
      readProjectFile(found),
      findGitRoot(found),
      readBase(found),
      libraryState(found, library),
    ]);
    return {
      directory: found,
      name: basename(found),
      ...file,
      base,
      git: gitRoot === null ? null : { root: gitRoot, untracked: await untrackedFiles(found) },
      library: state,
    };
  }

  return {
    templates: () => listTemplates(librarySource),
    async init(request) {
      const { directory, created, notes } = await initializeProject(request, librarySource, library);
      return { project: await open(directory), created, notes };
    },
    open,
    async track(directory, files) {
      const project = await locateProject(directory);
      const unknown = new Set(await untrackedFiles(project));
      await addIntent(project, files);
      return files.filter((file) => unknown.has(file));
    },
    updateLibrary: async (directory) =>
      lockLibrary(await locateProject(directory), library, { verify: true }),
    async clean(directory) {
      const project = await locateProject(directory);
      const nodes = await runningNodes(project);
      // Before the links to the builds go: they say which builds are meant.
      if (nodes.length === 0) await dependencies.forgetBuilds?.(project);
      return cleanProject(project, nodes);
    },
    watch: async (directory) => watcher.watch(await locateProject(directory)),
    onChange: watcher.onChange,
    close: watcher.close,
  };
}
