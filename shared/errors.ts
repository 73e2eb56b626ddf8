/**
 * The one error type that crosses layers. Adapters turn what libraries throw into an AppError; doors
 * (command line, window) only ever print its fields.
 */
import { explainSystemError } from './systemErrors.ts';

/** Every code an AppError can carry. One list, so that a test can ask that each has a remedy. */
export const errorCodes = [
  'internal',
  'cancelled',
  'bad-input',
  'not-found',
  'conflict',
  'not-yet',
  'unsupported',
  'missing-program',
  'daemon-unreachable',
  'permission-denied',
  'nix-evaluation',
  'nix-build',
  'not-built',
  'port-taken',
  'image-missing',
  'disk-full',
  'not-enough-memory',
  'node-failed',
  'timed-out',
  'test-failed',
  'connection-lost',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Where in a user's file something is wrong. `line` and `column` count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An external command that failed; `command` is already free of secrets. */
export interface CommandFailure {
  readonly command: string;
  readonly exitCode: number | null;
  readonly lastLines: readonly string[];
}

/** What is known beyond the message. All of it is plain data, so that it crosses a transport unchanged. */
export interface ErrorDetails {
  readonly node?: string;
  readonly position?: SourcePosition;
  readonly command?: CommandFailure;
  /** The untouched text of the tool that failed, for the disclosure under the message. */
  readonly raw?: string;
  /** What exists and was not removed, e.g. containers left by a cancelled start. */
  readonly leftovers?: readonly string[];
  /** Identifier under which an `internal` error stands in the log. */
  readonly logId?: string;
}

/** Shape of an AppError on the wire and in `--json` output. */
export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly docs?: string;
  readonly retryable: boolean;
  readonly details: ErrorDetails;
}

export interface AppErrorOptions {
  /** The next thing the user can do, in one or two sentences. */
  readonly hint?: string;
  /** Page under docs/ that explains more, e.g. `docs/user-guide.md#docker`. */
  readonly docs?: string;
  /** Whether the same call may succeed later without the user changing anything. */
  readonly retryable?: boolean;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly docs: string | undefined;
  readonly retryable: boolean;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.docs = options.docs;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }

  toJSON(): SerializedError {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      details: this.details,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.docs === undefined ? {} : { docs: this.docs }),
    };
  }

  static fromJSON(error: SerializedError): AppError {
    const { code, message, ...options } = error;
    return new AppError(code, message, options);
  }
}

/** The same AppError, one in words for what the system refused, or an `internal` one around anything else. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', 'Cancelled.', { cause: thrown });
  }
  const refused = thrown instanceof Error ? explainSystemError(thrown) : undefined;
  if (refused !== undefined) {
    return new AppError(refused.code, refused.message, { hint: refused.hint, cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', message, {
    hint: 'This is a bug in NXC Desktop, not in your composition. Please report it with the log.',
    cause: thrown,
  });
}

/** Makes forgotten cases of a union a type error. */
export function assertNever(value: never): never {
  throw new AppError('internal', `Unexpected value: ${JSON.stringify(value)}`);
}
