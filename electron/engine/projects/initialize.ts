/** Makes a project from a template. */
import { copyFile, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import { makeFolders } from '../platform/makeFolders.ts';
import { add, addIntent, findGitRoot, initialize } from './git.ts';
import type { Library } from './library/index.ts';
import { baseOf, lockLibrary } from './lock.ts';
import { printProjectFile, projectFileName } from './projectFile.ts';
import { templateFiles } from './templates.ts';

export interface InitializeRequest {
  readonly directory: string;
  readonly template: string;
  readonly flavour?: FlavourName | undefined;
  /** Replace files that are in the way. */
  readonly overwrite: boolean;
}

export interface Initialized {
  readonly directory: string;
  /** Relative to the project. */
  readonly created: string[];
  readonly notes: string[];
}

/** What Nix 2.8 cannot have in the path of a flake in a git repository. */
const unsupportedInPath = /[^\w./@:+~=,-]/;

/**
 * Copies a template, locks it to the library of this machine and makes git track it. Works without a network.
 *
 * @throws AppError `not-found` for an unknown template, `conflict` naming the files that are in the way (nothing is
 *   written then), `missing-program` without git, or without the busybox that a project on the tiny base needs
 */
export async function initializeProject(
  request: InitializeRequest,
  librarySource: string,
  library: Library,
): Promise<Initialized> {
  const { folder, files } = await templateFiles(librarySource, request.template);
  const wanted = resolve(request.directory);
  const base = baseOf(await readFile(join(folder, 'flake.nix'), 'utf8'));
  // Before anything is written: what is missing on this machine must not leave half a project.
  await library.current({ needsBusybox: base === 'tiny' });
  if (!request.overwrite) await refuseToOverwrite(wanted, [...files, 'flake.lock']);
  await makeFolders(wanted);
  const directory = await realpath(wanted);
  for (const file of files) {
    await makeFolders(dirname(join(directory, file)));
    await copyFile(join(folder, file), join(directory, file));
  }
  if (request.flavour !== undefined) await setFlavour(directory, request.flavour);
  await lockLibrary(directory, library);
  const created = [...files, 'flake.lock'].sort();
  return { directory, created, notes: await track(directory, created) };
}

async function refuseToOverwrite(directory: string, files: readonly string[]): Promise<void> {
  const there = await Promise.all(
    files.map((file) =>
      stat(join(directory, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const inTheWay = files.filter((_, index) => there[index]);
  if (inTheWay.length === 0) return;
  throw new AppError('conflict', `${directory} already has ${inTheWay.join(', ')}; nothing was written.`, {
    hint: 'Choose another folder, or replace these files: `nxc init --overwrite`.',
  });
}

async function setFlavour(directory: string, flavour: FlavourName): Promise<void> {
  const file = join(directory, projectFileName);
  const entries: unknown = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, printProjectFile({ ...Object(entries), default_flavour: flavour }));
}

/** In a repository of the user's own only the names are added: what to commit is theirs to decide. */
async function track(directory: string, files: readonly string[]): Promise<string[]> {
  const notes: string[] = [];
  const root = await findGitRoot(directory);
  if (root === null) {
    await initialize(directory);
    await add(directory, files);
    notes.push('A git repository was made, because Nix sees only the files that git tracks.');
  } else {
    await addIntent(directory, files);
    notes.push(`The files were made known to the git repository in ${root} (git add --intent-to-add).`);
  }
  if (unsupportedInPath.test(directory)) {
    notes.push(
      `Some versions of Nix cannot build in ${directory}, because of a space or special character in its path.`,
    );
  }
  return notes;
}
