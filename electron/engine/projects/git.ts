/** The little of git that a project needs. Nix sees only the files that git tracks. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { execa } from 'execa';
import { AppError } from '#shared/errors.ts';

/** Root of the repository around a folder, found as git finds it; `null` when there is none. */
export async function findGitRoot(directory: string): Promise<string | null> {
  for (let folder = directory; ; folder = dirname(folder)) {
    // A file in linked work trees and submodules.
    if (await exists(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/** Files below a folder that git neither tracks nor ignores, relative to that folder. */
export async function untrackedFiles(directory: string): Promise<string[]> {
  const output = await git(directory, ['ls-files', '--others', '--exclude-standard', '-z']);
  return output.split('\0').filter((file) => file !== '');
}

/** Whether git has never been told of a file. An ignored file counts: Nix does not see it either. */
export async function isUntracked(root: string, file: string): Promise<boolean> {
  const output = await git(root, ['ls-files', '-z', '--', relative(root, file)]);
  return output === '';
}

export async function initialize(directory: string): Promise<void> {
  await git(directory, ['init', '--quiet']);
}

/** Takes files into the index with their content. */
export async function add(directory: string, files: readonly string[]): Promise<void> {
  if (files.length > 0) await git(directory, ['add', '--force', '--', ...files]);
}

/** Makes git aware of files without taking their content: enough for Nix, and nothing to undo before a commit. */
export async function addIntent(directory: string, files: readonly string[]): Promise<void> {
  if (files.length > 0) await git(directory, ['add', '--force', '--intent-to-add', '--', ...files]);
}

/**
 * Runs git without the settings that a surrounding hook or alias may have put into the environment.
 *
 * @throws AppError `missing-program`, `permission-denied` (the repository belongs to somebody else) or `bad-input`
 */
export async function git(directory: string, gitArguments: readonly string[]): Promise<string> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)),
  );
  const result = await execa('git', ['-C', directory, ...gitArguments], {
    env: { ...environment, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  });
  if (result.exitCode === 0) return result.stdout;
  if (result.code === 'ENOENT') {
    throw new AppError('missing-program', 'git is not installed.', {
      hint: 'Nix reads projects through git: install it, e.g. with `sudo apt install git`, or see `nxc doctor`.',
    });
  }
  const command = {
    command: `git -C ${directory} ${gitArguments.join(' ')}`,
    exitCode: result.exitCode ?? null,
    lastLines: result.stderr.trimEnd().split('\n').slice(-10),
  };
  if (/dubious ownership|unsafe repository/.test(result.stderr)) {
    throw new AppError('permission-denied', `The repository around ${directory} belongs to another user.`, {
      hint: `If you trust it: git config --global --add safe.directory ${directory}`,
      details: { command, raw: result.stderr },
    });
  }
  throw new AppError('bad-input', `git failed in ${directory}: ${firstLine(result.stderr)}`, {
    hint: 'Run the command by hand to see more; the repository may be damaged or locked by another git.',
    details: { command, raw: result.stderr },
  });
}

function firstLine(text: string): string {
  return text.replace(/^(?:fatal|error): /, '').split('\n')[0] ?? '';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
