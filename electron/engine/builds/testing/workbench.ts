/** The engine's parts that build, on folders of their own: for tests with the real Nix. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildOptions } from '#shared/contract/builds.ts';
import { buildOptions } from '#shared/contract/builds.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { type Compositions, createCompositions } from '../../compositions/index.ts';
import { createNixConfiguration } from '../../nix/configuration.ts';
import { createProjectNix } from '../../nix/projectNix.ts';
import { createProjects, type Projects } from '../../projects/index.ts';
import { createLibrary, type Library } from '../../projects/library/index.ts';
import { type Builds, createBuilds } from '../index.ts';

const librarySource = join(import.meta.dirname, '../../../../resources/nix');

export interface Workbench {
  /** Removed with everything in it by `close`. */
  readonly root: string;
  readonly library: Library;
  readonly projects: Projects;
  readonly compositions: Compositions;
  readonly builds: Builds;
  /** What builds have handed over to be loaded. */
  readonly loaded: string[];
  /** Makes a project from the tutorial, with another composition if one is given. */
  makeProject(composition?: string): Promise<string>;
  close(): Promise<void>;
}

export async function createWorkbench(environment: NodeJS.ProcessEnv = process.env): Promise<Workbench> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'nxc-builds-')));
  const library = createLibrary({ source: librarySource, dataDirectory: join(root, 'data') });
  const configuration = createNixConfiguration({ cacheDirectory: join(root, 'cache'), environment });
  const nix = createProjectNix({ configuration, library });
  const projects = createProjects({ library, librarySource, runningNodes: async () => [] });
  const compositions = createCompositions({ projects, nix });
  const loaded: string[] = [];
  const builds = createBuilds({
    projects,
    compositions,
    nix,
    library,
    load: async (_flavour, composeInfo) => {
      loaded.push(composeInfo);
    },
    warm: async () => undefined,
  });
  let count = 0;
  return {
    root,
    library,
    projects,
    compositions,
    builds,
    loaded,
    async makeProject(composition) {
      const directory = join(root, `project${count++}`);
      await projects.init({ directory, template: 'tutorial', overwrite: false });
      if (composition !== undefined) await writeFile(join(directory, 'composition.nix'), composition);
      return directory;
    },
    async close() {
      await projects.close();
      await rm(root, { recursive: true });
    },
  };
}

/** A composition whose only role has the given configuration, beginning on line 4, column 7. */
export const withRole = (configuration: string) => `{ pkgs, ... }: {
  roles = {
    server = { pkgs, lib, config, ... }: {
      ${configuration}
    };
  };
}
`;

/** A role with a file that a builder of this script makes; \`nonce\` makes it one that was never built before. */
export const withBuilder = (script: string, nonce: string) =>
  withRole(`files."/made".source = pkgs.runCommand "made" { nonce = "${nonce}"; } ''${script}'';`);

export const targetIn = (directory: string) =>
  ({ directory, composition: 'composition', flavour: 'docker' }) as const;

export const options = (some: Partial<BuildOptions> = {}) => buildOptions.parse(some);

export interface Recording {
  readonly signal: AbortSignal;
  readonly told: JobProgress[];
  report(progress: JobProgress): void;
}

/** A job's context that keeps what it is told. */
export function recording(signal: AbortSignal = new AbortController().signal): Recording {
  const told: JobProgress[] = [];
  return { signal, told, report: (progress) => told.push(progress) };
}

export async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
  await writeFile(file, text.replaceAll(from, to));
}
