/** Text that is not saved yet, kept by the engine: neither a reload, nor a crash, nor another browser loses it. */
import type { Draft } from '#shared/contract/files.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import { type AppError, toAppError } from '#shared/errors.ts';

/** What of a file has to be kept. */
export type Wish = Draft | null;

export interface Drafts {
  /** Keeps a text, or forgets it for `null`. Nobody waits for it. */
  set(project: string, path: string, wish: Wish): void;
  read(project: string, path: string): Promise<Draft | null>;
  /** The paths of a project's files that have one. */
  paths(project: string): Promise<string[]>;
  /** Whether there is text that the engine could not keep. */
  hasUnkept(): boolean;
  /** Tries again what could not be kept. */
  retry(): void;
}

type Client = Pick<EngineClient, 'files'>;

interface Attempt {
  readonly project: string;
  readonly path: string;
  readonly wish: Wish;
  failed: boolean;
}

/** @param failed told of what the engine refuses to keep, though it is there */
export function createDrafts({ files }: Client, failed: (path: string, problem: AppError) => void): Drafts {
  /** The last wish for each file, until the engine has fulfilled it. */
  const open = new Map<string, Attempt>();
  const keyOf = (project: string, path: string): string => JSON.stringify([project, path]);

  async function send(attempt: Attempt): Promise<void> {
    const { project: directory, path: file, wish } = attempt;
    const key = keyOf(directory, file);
    attempt.failed = false;
    open.set(key, attempt);
    try {
      if (wish === null) await files.forgetDraft({ directory, file });
      else await files.keepDraft({ directory, file, draft: wish });
      if (open.get(key) === attempt) open.delete(key);
    } catch (thrown) {
      if (open.get(key) !== attempt) return;
      attempt.failed = true;
      const problem = toAppError(thrown);
      if (problem.code !== 'connection-lost') failed(file, problem);
    }
  }

  return {
    set: (project, path, wish) => void send({ project, path, wish, failed: false }),
    read: (directory, file) => files.readDraft({ directory, file }),
    paths: (directory) => files.drafts({ directory }),
    hasUnkept: () => [...open.values()].some(({ failed: isFailed, wish }) => isFailed && wish !== null),
    retry() {
      for (const attempt of [...open.values()]) if (attempt.failed) void send(attempt);
    },
  };
}
