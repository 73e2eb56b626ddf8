/** Which paths may be read and written: those inside the project, wherever links lead. */
import { realpath } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { AppError } from '#shared/errors.ts';

/**
 * The absolute path of a project's file, whose folder's links are resolved. The file itself may not exist yet.
 *
 * @param project absolute path with all links resolved
 * @param file relative to the project, with `/` between its parts
 * @throws AppError `permission-denied` for everything outside the project and for git's own files
 */
export async function resolveInside(project: string, file: string): Promise<string> {
  const normalized = posix.normalize(file);
  if (posix.isAbsolute(file) || /^[A-Za-z]:|\\|\0/.test(file) || /^\.\.?(\/|$)/.test(normalized)) {
    throw outside(file, project);
  }
  // Hooks and settings in there are programs that git runs.
  if (normalized.split('/').some((part) => part.toLowerCase() === '.git')) {
    throw new AppError('permission-denied', `${file} belongs to git itself and is not edited here.`, {
      hint: 'Use git in a terminal to change it.',
    });
  }
  const path = join(project, normalized);
  const real = await realExisting(path);
  if (real !== project && !real.startsWith(join(project, '/'))) throw outside(file, project);
  return path;
}

/** The path with links resolved as far down as something exists. */
async function realExisting(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path === dirname(path)) throw error;
    return realExisting(dirname(path));
  }
}

function outside(file: string, project: string): AppError {
  return new AppError('permission-denied', `${file} is outside the project ${project}.`, {
    hint: 'Only files of the open project can be read and changed. Open the other folder as a project instead.',
  });
}
