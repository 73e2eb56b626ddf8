/**
 * Text that is not saved yet, kept so that neither a reload nor a crash loses it. In the browser's local storage,
 * because that is written at once: what is typed just before the page goes away is kept too.
 */

export interface Draft {
  readonly text: string;
  /** The file's revision that the text was made from; `null` for a file that was not there. */
  readonly base: string | null;
}

export interface Drafts {
  /** Returns whether it could be kept. */
  keep(project: string, path: string, draft: Draft): boolean;
  read(project: string, path: string): Draft | null;
  forget(project: string, path: string): void;
  /** The paths of a project's files that have one. */
  paths(project: string): string[];
}

const prefix = 'nxc.draft:';

/** @param storage the browser's, which may be full or closed */
export function createDrafts(storage: () => Storage): Drafts {
  const projectPrefix = (project: string): string => `${prefix}${JSON.stringify(project)}:`;
  const key = (project: string, path: string): string => `${projectPrefix(project)}${path}`;

  function attempt<Value>(work: () => Value, otherwise: Value): Value {
    try {
      return work();
    } catch {
      return otherwise;
    }
  }

  return {
    keep: (project, path, draft) =>
      attempt(() => {
        storage().setItem(key(project, path), JSON.stringify(draft));
        return true;
      }, false),
    read: (project, path) =>
      attempt(() => {
        const kept: unknown = JSON.parse(storage().getItem(key(project, path)) ?? 'null');
        return isDraft(kept) ? kept : null;
      }, null),
    forget: (project, path) => attempt(() => storage().removeItem(key(project, path)), undefined),
    paths: (project) =>
      attempt(
        () =>
          Object.keys(storage())
            .filter((name) => name.startsWith(projectPrefix(project)))
            .map((name) => name.slice(projectPrefix(project).length))
            .sort(),
        [],
      ),
  };
}

function isDraft(value: unknown): value is Draft {
  const { text, base } = (value ?? {}) as Partial<Record<keyof Draft, unknown>>;
  return typeof text === 'string' && (typeof base === 'string' || base === null);
}
