/** Builds: from a project to `build/<composition>::<flavour>`, and what is known of those that are there. */
import { relative, resolve } from 'node:path';
import * as z from 'zod';
import type { BuildOptions, BuildResult } from '#shared/contract/builds.ts';
import type { Target } from '#shared/contract/common.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { Project } from '#shared/contract/projects.ts';
import { AppError } from '#shared/errors.ts';
import type { OfferedTarget } from '#shared/model/chooseTarget.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import { withOffers } from '../compositions/index.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { packageReference } from '../nix/flakeReference.ts';
import type { ProjectNix } from '../nix/projectNix.ts';
import { derivationName } from '../nix/storePath.ts';
import { findGitRoot } from '../projects/git.ts';
import type { Library } from '../projects/library/index.ts';
import { locateProject } from '../projects/locate.ts';
import {
  filesFingerprint,
  lockFingerprint,
  newestSource,
  type SourceFingerprint,
  sourceFingerprint,
} from '../projects/sourceFingerprint.ts';
import {
  type BuildState,
  buildLink,
  listBuildLinks,
  physicalPath,
  prepareBuildFolder,
  readBuildLink,
  type SourceState,
  writeBuildNote,
} from './buildLinks.ts';
import { updateInputs } from './updateInputs.ts';

export interface Builds {
  /**
   * Builds a target and makes it ready to start.
   *
   * @throws AppError that explains what Nix complained about, `cancelled`, or what loading failed with
   */
  build(target: Target, options: BuildOptions, work: WorkContext): Promise<BuildResult>;
  /** Reads one build's state from disk. */
  read(target: Target): Promise<BuildState>;
  /** Every target that has an out-link, with its state; the project's sources are looked at once. */
  readAll(directory: string): Promise<{ target: Target; build: BuildState }[]>;
}

export interface BuildsDependencies {
  readonly projects: { open(directory: string): Promise<Project> };
  readonly compositions: { list(directory: string, signal?: AbortSignal): Promise<readonly OfferedTarget[]> };
  readonly nix: ProjectNix;
  readonly library: Library;
  /** Makes a build ready to start, e.g. loads an image into Docker. */
  load(flavour: FlavourName, composeInfo: string, work: WorkContext): Promise<void>;
  /** Makes the first start as quick as every later one. @throws AppError `unsupported` where that means nothing */
  warm(flavour: FlavourName, composeInfo: string, work: WorkContext): Promise<void>;
}

/** What `nix build --json` prints. */
const buildOutput = z.tuple([z.object({ outputs: z.object({ out: z.string() }) })]).rest(z.unknown());

export function createBuilds(dependencies: BuildsDependencies): Builds {
  const { projects, compositions, nix, library, load, warm } = dependencies;

  async function runNixBuild(
    project: Project,
    target: Target,
    options: BuildOptions,
    link: string,
    work: WorkContext,
  ) {
    const name = `${target.composition}::${target.flavour}`;
    const makeArguments = () => [
      'build',
      packageReference(name),
      '--json',
      // Without it, errors in library code name no place in the user's own files.
      '--show-trace',
      ...(options.dryRun ? ['--dry-run', '--no-link'] : ['--out-link', shorter(link, project.directory)]),
      ...(options.store === undefined ? [] : ['--store', options.store]),
      ...options.nixFlags,
    ];
    try {
      return await nix.run(project, makeArguments, work);
    } catch (thrown) {
      throw await withOffers(thrown, name, () => compositions.list(project.directory, work.signal));
    }
  }

  function sourcesOf(project: Project): SourceState {
    const root = project.git?.root ?? null;
    let fingerprint: Promise<SourceFingerprint> | undefined;
    let newest: Promise<number> | undefined;
    return {
      fingerprint: () => (fingerprint ??= sourceFingerprint(project.directory, root)),
      newest: () => (newest ??= newestSource(project.directory, root)),
    };
  }

  return {
    async build(target, options, work) {
      const startedAt = performance.now();
      // The files are looked at before Nix reads them: an edit in between then reads as stale, the safe side.
      const [project, files] = await Promise.all([
        projects.open(target.directory),
        currentFiles(target.directory),
      ]);
      const name = `${target.composition}::${target.flavour}`;
      const own = { ...target, directory: project.directory };
      const isUsualLink = options.outLink === undefined;
      const link =
        options.outLink === undefined ? buildLink(own) : resolve(project.directory, options.outLink);
      for (const progress of notes(project, options)) work.report(progress);
      if (options.updateInputs) await updateInputs(project, nix, library, work);
      work.report({ type: 'step', title: options.dryRun ? `Planning ${name}` : `Building ${name}` });
      if (!options.dryRun) await prepareBuildFolder(link);
      const { output, log } = await runNixBuild(project, own, options, link, work);
      const result = {
        target: own,
        derivationsBuilt: log.built.size,
        durationMs: performance.now() - startedAt,
        wouldBuild: options.dryRun ? log.plain.flatMap(plannedDerivation) : [],
      };
      if (options.dryRun) return { ...result, outLink: null, storePath: null };
      const storePath = readOutput(output);
      if (isUsualLink) {
        const note = { storePath, sources: { files, lock: await lockFingerprint(project.directory) } };
        await writeBuildNote(link, options.store === undefined ? note : { ...note, store: options.store });
      }
      const composeInfo = physicalPath(storePath, options.store);
      await load(target.flavour, composeInfo, work);
      if (options.warm) await warm(target.flavour, composeInfo, work);
      return { ...result, outLink: link, storePath, durationMs: performance.now() - startedAt };
    },
    async read(target) {
      const project = await projects.open(target.directory);
      return readBuildLink(buildLink({ ...target, directory: project.directory }), sourcesOf(project));
    },
    async readAll(directory) {
      const project = await projects.open(directory);
      const sources = sourcesOf(project);
      const targets = (await listBuildLinks(project.directory)).map((found) => ({
        ...found,
        directory: project.directory,
      }));
      return Promise.all(
        targets.map(async (target) => ({ target, build: await readBuildLink(buildLink(target), sources) })),
      );
    },
  };
}

async function currentFiles(directory: string): Promise<string> {
  const project = await locateProject(directory);
  return filesFingerprint(project, await findGitRoot(project));
}

/** What the user should know of the project before it is built. */
function notes(project: Project, options: BuildOptions): JobProgress[] {
  const untracked = (project.git?.untracked ?? []).filter((file) => /\.nix$|^flake\.lock$/.test(file));
  return [
    ...(untracked.length === 0
      ? []
      : [
          {
            type: 'warning',
            message: `git does not know ${untracked.join(', ')}, so Nix does not see ${untracked.length === 1 ? 'it' : 'them'}.`,
            hint: `If the composition needs ${untracked.length === 1 ? 'it' : 'them'}: git add -N ${untracked.join(' ')}`,
          } as const,
        ]),
    ...(project.library === 'older' && !options.updateInputs
      ? [
          {
            type: 'warning',
            message: 'The project is locked to an older version of the Nix library.',
            hint: 'It builds as before. Run `nxc build -u` to use the current one.',
          } as const,
        ]
      : []),
  ];
}

/** A line of a dry run's list that names a derivation. */
function plannedDerivation(line: string): string[] {
  const path = /^\s+(\/\S+\.drv)$/.exec(line)?.[1];
  return path === undefined ? [] : [derivationName(path)];
}

function readOutput(output: string): string {
  const parsed = buildOutput.safeParse(JSON.parse(output));
  if (parsed.success) return parsed.data[0].outputs.out;
  throw new AppError('nix-build', 'Nix built something, but did not say what.', {
    hint: 'Flags given with --nix-flags may have changed its output: build without them.',
    details: { raw: output },
  });
}

/** Relative to the project if it is inside, so that the command line that is shown stays short. */
function shorter(path: string, directory: string): string {
  const way = relative(directory, path);
  return way.startsWith('..') ? path : way;
}
