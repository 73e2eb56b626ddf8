/** What is known of one open file beside its text. Pure: every change is an event. */
import type { AppError } from '#shared/errors.ts';

/** A version of the file as it is or was on disk. */
export interface DiskVersion {
  readonly text: string;
  readonly revision: string;
}

/** What stands against saving: the file on disk is no longer the one that the text was made from. */
export type Conflict =
  | { readonly kind: 'changed'; readonly theirs: DiskVersion }
  | { readonly kind: 'removed' };

export interface FileState {
  /** What is on disk as far as is known; `null` when there is no such file. */
  readonly saved: DiskVersion | null;
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly conflict: Conflict | null;
  /** Whether the text came back from before a reload or crash, and nobody has said yet what to do with it. */
  readonly restored: boolean;
  /** Why the last saving or reading failed. */
  readonly problem: AppError | null;
}

export type FileEvent =
  | { readonly type: 'edited'; readonly text: string }
  | { readonly type: 'restored' }
  | { readonly type: 'saving' }
  | { readonly type: 'saved'; readonly version: DiskVersion; readonly text: string }
  | { readonly type: 'failed'; readonly problem: AppError }
  /** The disk holds another version than was known; the text was left alone. */
  | { readonly type: 'conflicted'; readonly conflict: Conflict }
  /** The disk's version is known and is what the text is compared with from now on. */
  | { readonly type: 'based'; readonly saved: DiskVersion | null; readonly text: string };

export function openedFile(saved: DiskVersion | null, text: string): FileState {
  return {
    saved,
    dirty: isDirty(saved, text),
    saving: false,
    conflict: null,
    restored: false,
    problem: null,
  };
}

export function reduceFile(state: FileState, event: FileEvent): FileState {
  switch (event.type) {
    case 'edited': {
      const dirty = state.conflict?.kind === 'removed' || isDirty(state.saved, event.text);
      const restored = state.restored && dirty;
      if (dirty === state.dirty && restored === state.restored) return state;
      return { ...state, dirty, restored };
    }
    case 'restored':
      return state.dirty ? { ...state, restored: true } : state;
    case 'saving':
      return { ...state, saving: true, problem: null };
    case 'saved':
      return {
        ...openedFile(event.version, event.text),
        // What was seen on disk while saving is older than what was just written.
        conflict: null,
      };
    case 'failed':
      return { ...state, saving: false, problem: event.problem };
    case 'conflicted':
      // The text of a removed file is saved nowhere, even if nobody typed.
      return {
        ...state,
        saving: false,
        conflict: event.conflict,
        dirty: state.dirty || event.conflict.kind === 'removed',
      };
    case 'based':
      return openedFile(event.saved, event.text);
  }
}

function isDirty(saved: DiskVersion | null, text: string): boolean {
  return saved === null || saved.text !== text;
}
