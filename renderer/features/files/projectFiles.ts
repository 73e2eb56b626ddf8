/** The list of the open project's files, kept up as they change. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, useSlice } from '#renderer/store/slice.ts';
import type { FileEntry } from '#shared/contract/files.ts';
import { type AppError, toAppError } from '#shared/errors.ts';

interface ProjectFilesState {
  readonly directory: string | null;
  readonly files: readonly FileEntry[];
  readonly truncated: boolean;
  /** Whether the first list is there. */
  readonly known: boolean;
  readonly problem: AppError | null;
}

type ProjectFilesEvent =
  | { readonly type: 'followed'; readonly directory: string | null }
  | {
      readonly type: 'listed';
      readonly directory: string;
      readonly files: readonly FileEntry[];
      readonly truncated: boolean;
    }
  | { readonly type: 'failed'; readonly directory: string; readonly problem: AppError };

const noFiles: ProjectFilesState = {
  directory: null,
  files: [],
  truncated: false,
  known: false,
  problem: null,
};

function reduceProjectFiles(state: ProjectFilesState, event: ProjectFilesEvent): ProjectFilesState {
  if (event.type === 'followed') return { ...noFiles, directory: event.directory };
  // An answer about a project that has been left.
  if (event.directory !== state.directory) return state;
  if (event.type === 'failed') return { ...state, known: true, problem: event.problem };
  return { ...state, files: event.files, truncated: event.truncated, known: true, problem: null };
}

const slice = createSlice(noFiles, reduceProjectFiles);

export const useProjectFiles = (): ProjectFilesState => useSlice(slice, (state) => state);

/** Milliseconds to wait for more changes: a checkout or a build writes many files at once. */
const quietTime = 150;

export function followProjectFiles({ client, connection, workspace, notifications }: AppContext): void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function list(): Promise<void> {
    const { directory } = slice.getState();
    if (directory === null) return;
    try {
      slice.dispatch({ type: 'listed', directory, ...(await client.files.list({ directory })) });
    } catch (thrown) {
      slice.dispatch({ type: 'failed', directory, problem: toAppError(thrown) });
    }
  }

  function listSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void list(), quietTime);
  }

  workspace.subscribe(({ project }) => {
    const directory = project.phase === 'open' ? project.project.directory : null;
    if (directory === slice.getState().directory) return;
    slice.dispatch({ type: 'followed', directory });
    void list();
  });
  connection.onResumed(listSoon);
  client.projects.changed
    .subscribe(({ directory }) => {
      if (directory === slice.getState().directory) listSoon();
    })
    .catch((thrown) => notifications.fail('Changes of files will not be noticed', thrown));
}
