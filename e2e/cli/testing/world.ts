/** A user's machine for one test file: an own home of the program, own projects, and nothing left in Docker afterwards. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type ResultPromise } from 'execa';
import { containersInDocker, leftInDocker, removeFromDocker } from './docker.ts';

export const repository = join(import.meta.dirname, '..', '..', '..');

/** The command as users run it: the bundled program behind its launcher. `npm test` builds it first. */
export const nxcProgram = join(repository, 'bin', 'nxc');

export interface Outcome {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` prints, as far as every command has it in common. */
export type JsonDocument =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
    };

export type Variables = Readonly<Record<string, string>>;

export type RunningNxc = ResultPromise<{ reject: false; stripFinalNewline: false; stdin: 'ignore' }>;

export interface World {
  readonly folder: string;
  readonly environment: Variables;
  /** Runs `nxc` in a folder and waits for its end, whatever that is. */
  nxcIn(directory: string, words: readonly string[], variables?: Variables): Promise<Outcome>;
  /** Starts `nxc` without waiting. */
  begin(directory: string, words: readonly string[]): RunningNxc;
  /** Makes a project from the tutorial, in a folder of that name or of one nobody else has. */
  project(parent?: string): Promise<Project>;
  remove(): Promise<void>;
}

export interface Project {
  readonly directory: string;
  nxc(...words: readonly string[]): Promise<Outcome>;
  /** The same with other environment variables. */
  nxcWith(variables: Variables, ...words: readonly string[]): Promise<Outcome>;
  json(...words: readonly string[]): Promise<JsonDocument>;
  begin(...words: readonly string[]): RunningNxc;
  /** Replaces the one place where `text` stands in composition.nix. */
  edit(text: string, replacement: string): Promise<void>;
  /** composition.nix as the template made it. */
  restore(): Promise<void>;
  write(file: string, text: string): Promise<void>;
  /** Containers, networks and volumes that Docker has of the project. */
  left(): Promise<string[]>;
  /** Docker's identifier of each node's container. */
  containers(): Promise<Map<string, string>>;
}

/** @param variables further ones for every command */
export async function createWorld(variables: Variables = {}): Promise<World> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'nxc-cli-')));
  // Docker knows projects by the name of their folder: nobody else may have ours.
  const projectName = `tutorial-${folder.slice(-6).toLowerCase()}`;
  const environment: Variables = { ...inherited(), NXC_HOME: join(folder, 'home'), ...variables };
  let projects = 0;

  const begin = (directory: string, words: readonly string[], others: Variables = {}): RunningNxc =>
    execa(nxcProgram, words, {
      cwd: directory,
      env: { ...environment, ...others },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
    });

  const world: World = {
    folder,
    environment,
    begin,
    async nxcIn(directory, words, others) {
      const { exitCode, stdout, stderr } = await begin(directory, words, others);
      return { exitCode, stdout, stderr };
    },
    async project(parent) {
      projects += 1;
      const name = parent === undefined ? `${projectName}-${projects}` : projectName;
      const directory = join(folder, ...(parent === undefined ? [] : [parent]), name);
      const made = await world.nxcIn(folder, ['init', directory]);
      if (made.exitCode !== 0) throw new Error(`nxc init failed: ${made.stderr}`);
      return openProject(world, directory, projectName);
    },
    async remove() {
      await removeFromDocker(projectName);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

async function openProject(world: World, directory: string, projectName: string): Promise<Project> {
  const composition = join(directory, 'composition.nix');
  const original = await readFile(composition, 'utf8');
  const nxc = (...words: readonly string[]) => world.nxcIn(directory, words);
  return {
    directory,
    nxc,
    nxcWith: (variables, ...words) => world.nxcIn(directory, words, variables),
    async json(...words) {
      const { stdout } = await nxc(...words, '--json');
      const document: JsonDocument = JSON.parse(stdout);
      return document;
    },
    begin: (...words) => world.begin(directory, words),
    async edit(text, replacement) {
      const before = await readFile(composition, 'utf8');
      if (before.split(text).length !== 2) throw new Error(`“${text}” does not stand in ${composition} once`);
      await writeFile(
        composition,
        before.replace(text, () => replacement),
      );
    },
    restore: () => writeFile(composition, original),
    write: (file, text) => writeFile(join(directory, file), text),
    left: () => leftInDocker(projectName),
    containers: () => containersInDocker(projectName),
  };
}

/** Ours, without what would lead the program to the home of whoever runs the tests. */
function inherited(): Variables {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name.startsWith('NXC_') || name === 'NO_COLOR' || name === 'FORCE_COLOR'
        ? []
        : [[name, value]],
    ),
  );
}
