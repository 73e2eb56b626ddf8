/** Where errors go that nobody foresaw, so that a report of one can be traced. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type SerializedError, toAppError } from '#shared/errors.ts';

export interface ErrorLog {
  readonly file: string;
  /** What the user sees of anything that was thrown; `internal` errors are written down and get a `logId`. */
  describe(thrown: unknown): SerializedError;
}

/** A log in the given folder; neither file nor folder is made before there is something to write. */
export function createErrorLog(directory: string): ErrorLog {
  const file = join(directory, 'errors.log');
  return {
    file,
    describe(thrown) {
      const error = toAppError(thrown);
      const described = error.toJSON();
      if (error.code !== 'internal') return described;
      const logId = randomUUID().slice(0, 8);
      const origin = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      try {
        mkdirSync(directory, { recursive: true });
        appendFileSync(file, `${new Date().toISOString()} ${logId} ${origin}\n`);
      } catch {
        // A full or read-only disk must not hide the error itself behind one of its log.
        return described;
      }
      return { ...described, details: { ...described.details, logId } };
    },
  };
}
