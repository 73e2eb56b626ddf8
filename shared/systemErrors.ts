/** What an operating system refuses a program, in words: the file system's own errors, wherever they come up. */

/** Fields that Node gives an error of the system. */
interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
}

export interface SystemErrorExplanation {
  readonly code: 'permission-denied' | 'disk-full';
  readonly message: string;
  readonly hint: string;
}

/** The explanation of an error that is the machine's and not a bug of ours; `undefined` for all others. */
export function explainSystemError(error: Error): SystemErrorExplanation | undefined {
  if (!isSystemError(error)) return undefined;
  const { path } = error;
  const what = path ?? 'A file';
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      // Without a path it is about a process or a socket, whose users know better what to say.
      if (path === undefined) return undefined;
      return {
        code: 'permission-denied',
        message: `${path}: this user has no permission for it (${error.message}).`,
        hint: 'See whom it belongs to with `ls -ld`, and give it to yourself or make it writable for you.',
      };
    case 'EROFS':
      return {
        code: 'permission-denied',
        message: `${what} is on a file system that is read-only (${error.message}).`,
        hint: 'Copy the project to a folder that you can write to, and work there.',
      };
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'disk-full',
        message: `${what} cannot be written: there is no room left (${error.message}).`,
        hint: 'Free some space (`df -h` shows where it is short), then run the same command again.',
      };
    default:
      return undefined;
  }
}

function isSystemError(error: Error): error is SystemError {
  return 'code' in error && typeof error.code === 'string';
}
