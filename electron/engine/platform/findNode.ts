/** The Node that processes of ours run on which are no part of the desktop app. */
import { join } from 'node:path';
import { execa } from 'execa';
import { AppError } from '#shared/errors.ts';
import { findProgram } from './findProgram.ts';
import { packageRoot } from './resources.ts';

export interface NodeProgram {
  readonly program: string;
  /** As `node --version` prints it. */
  readonly version: string;
}

/** The first whose permission model the sandbox of test scripts is built on. */
const oldestMajor = 24;

const versionTimeout = 5000;

export interface NodeSearch {
  /** Version of Electron that we run in, if we do: its program is no Node to others. */
  readonly electron: string | undefined;
  readonly searchPath: string;
}

/**
 * Our own program when it is Node; in the desktop app the one that came with the project, or a new enough one on PATH.
 *
 * @throws AppError `missing-program` when there is none
 */
export async function findNode(
  search: NodeSearch = { electron: process.versions.electron, searchPath: process.env.PATH ?? '' },
): Promise<NodeProgram> {
  if (search.electron === undefined) return { program: process.execPath, version: process.version };
  for (const path of [
    await findProgram('node', join(packageRoot(), 'node_modules', '.bin')),
    await findProgram('node', search.searchPath),
  ]) {
    if (path === null) continue;
    const version = await versionOf(path);
    if (Number.parseInt(version.slice(1), 10) >= oldestMajor) return { program: path, version };
  }
  throw new AppError('missing-program', `This needs Node.js ${oldestMajor} or later, and there is none.`, {
    hint: 'Install it so that it is found on the PATH, and start the app again. The command line, nxc, brings its own.',
  });
}

/** `v0` for a program that does not say. */
async function versionOf(program: string): Promise<string> {
  const { stdout } = await execa(program, ['--version'], { reject: false, timeout: versionTimeout });
  return /^v\d+\.\S+/.exec(stdout)?.[0] ?? 'v0';
}
