/**
 * The files of the project that are open in this window: their text, whether it is saved, and what happens to them on
 * disk meanwhile. Neither a save nor a change from outside ever drops text that exists in one place only.
 */
import type { ReadableSlice } from '#renderer/store/slice.ts';
import { createSlice } from '#renderer/store/slice.ts';
import type { Draft } from '#shared/contract/files.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import { type AppError, toAppError } from '#shared/errors.ts';
import type { Drafts } from './drafts.ts';
import { type DiskVersion, type FileEvent, type FileState, openedFile, reduceFile } from './fileState.ts';
import { createTextBuffer, type TextBuffer } from './textBuffer.ts';

export interface OpenFilesState {
  /** The project's directory; `null` when none is open. */
  readonly directory: string | null;
  /** By path relative to the project. */
  readonly files: Readonly<Record<string, FileState>>;
}

type OpenFilesEvent =
  | { readonly type: 'project'; readonly directory: string | null }
  | { readonly type: 'opened'; readonly path: string; readonly state: FileState }
  | { readonly type: 'forgotten'; readonly path: string }
  | { readonly type: 'file'; readonly path: string; readonly event: FileEvent };

export interface OpenFile {
  readonly path: string;
  readonly buffer: TextBuffer;
}

export interface OpenFiles extends ReadableSlice<OpenFilesState> {
  /**
   * Takes another project's files at once; what is not saved stays kept as drafts. Resolves to the paths that have one.
   */
  enter(directory: string | null): Promise<string[]>;
  /** Reads a file, or gives the one that is open already. */
  open(path: string): Promise<OpenFile>;
  find(path: string): OpenFile | undefined;
  /** Writes the text. Leaves a conflict in the state, and everything else alone, when the disk holds another version. */
  save(path: string): Promise<'saved' | 'conflict'>;
  /** Writes the text over whatever the disk holds. */
  keepMine(path: string): Promise<void>;
  /** Gives the text up for what the disk holds; the editor can undo it. A file that was removed is forgotten. */
  takeTheirs(path: string): void;
  /** Gives up what is not saved. */
  discard(path: string): void;
  /** Looks whether files are still what they were on disk. */
  refresh(paths: readonly string[]): Promise<void>;
  /** Hands what was typed last to the engine now. */
  keepDrafts(): void;
  /** Changes a text just before it is written, e.g. formats it. */
  beforeSave(prepare: (path: string, text: string) => Promise<string>): void;
}

/** Milliseconds of quiet before unsaved text is kept: often enough, and not with every key. */
const draftDelay = 200;

export function createOpenFiles(client: Pick<EngineClient, 'files'>, drafts: Drafts): OpenFiles {
  const slice = createSlice<OpenFilesState, OpenFilesEvent>({ directory: null, files: {} }, reduce);
  const buffers = new Map<string, OpenFile>();
  const opening = new Map<string, Promise<OpenFile>>();
  const saving = new Map<string, Promise<'saved' | 'conflict'>>();
  const undrafted = new Set<string>();
  let prepare = async (_path: string, text: string): Promise<string> => text;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stateOf = (path: string): FileState | undefined => slice.getState().files[path];
  const tell = (path: string, event: FileEvent): void => slice.dispatch({ type: 'file', path, event });

  function directoryNow(): string {
    const { directory } = slice.getState();
    if (directory === null) throw new Error('No project is open.');
    return directory;
  }

  async function readDisk(directory: string, path: string): Promise<DiskVersion | null> {
    try {
      return await client.files.read({ directory, file: path });
    } catch (thrown) {
      if (toAppError(thrown).code === 'not-found') return null;
      throw thrown;
    }
  }

  async function read(directory: string, path: string): Promise<OpenFile> {
    const [disk, draft] = await Promise.all([readDisk(directory, path), drafts.read(directory, path)]);
    // Asks again for the engine's own words about a file that is not there.
    const saved = disk ?? (draft === null ? await client.files.read({ directory, file: path }) : null);
    const file = { path, buffer: createTextBuffer(draft?.text ?? saved?.text ?? '') };
    if (slice.getState().directory !== directory) return file;
    buffers.set(path, file);
    file.buffer.onChange(() => edited(file));
    slice.dispatch({ type: 'opened', path, state: openedFile(saved, file.buffer.getText()) });
    if (draft !== null) restore(directory, path, draft, saved);
    return file;
  }

  function restore(directory: string, path: string, draft: Draft, saved: DiskVersion | null): void {
    if (saved?.text === draft.text) {
      drafts.set(directory, path, null);
      return;
    }
    tell(path, { type: 'restored' });
    if (draft.base === (saved?.revision ?? null)) return;
    tell(path, {
      type: 'conflicted',
      conflict: saved === null ? { kind: 'removed' } : { kind: 'changed', theirs: saved },
    });
  }

  function edited({ path, buffer }: OpenFile): void {
    if (buffers.get(path)?.buffer !== buffer) return;
    undrafted.add(path);
    tell(path, { type: 'edited', text: buffer.getText() });
    clearTimeout(timer);
    timer = setTimeout(keepDrafts, draftDelay);
  }

  function keepDrafts(): void {
    clearTimeout(timer);
    const { directory } = slice.getState();
    const changed = [...undrafted];
    undrafted.clear();
    if (directory === null) return;
    for (const path of changed) {
      const state = stateOf(path);
      const file = buffers.get(path);
      if (state === undefined || file === undefined) continue;
      const base = state.saved?.revision ?? null;
      drafts.set(directory, path, state.dirty ? { text: file.buffer.getText(), base } : null);
    }
  }

  async function write(directory: string, file: OpenFile): Promise<'saved' | 'conflict'> {
    const { path, buffer } = file;
    tell(path, { type: 'saving' });
    try {
      const typed = buffer.getText();
      const prepared = await prepare(path, typed);
      // Who goes on typing meanwhile is not interrupted: the text is then saved as it is.
      const text = buffer.getText() === typed ? prepared : buffer.getText();
      buffer.replace(text);
      const expectedRevision = stateOf(path)?.saved?.revision ?? null;
      const { revision } = await client.files.write({ directory, file: path, text, expectedRevision });
      // What was typed while it was written is not saved yet.
      tell(path, { type: 'saved', version: { text, revision }, text: buffer.getText() });
      undrafted.add(path);
      keepDrafts();
      return 'saved';
    } catch (thrown) {
      const problem = toAppError(thrown);
      if (problem.code !== 'conflict') {
        tell(path, { type: 'failed', problem });
        throw problem;
      }
      await compareWithDisk(directory, file, problem);
      return stateOf(path)?.conflict === null ? 'saved' : 'conflict';
    }
  }

  /** Finds out what the disk holds, and whether that stands against the text here. */
  async function compareWithDisk(
    directory: string,
    { path, buffer }: OpenFile,
    conflict?: AppError,
  ): Promise<void> {
    let disk: DiskVersion | null;
    try {
      disk = await readDisk(directory, path);
    } catch (thrown) {
      tell(path, { type: 'failed', problem: conflict ?? toAppError(thrown) });
      return;
    }
    const state = stateOf(path);
    if (state === undefined || (state.saving && conflict === undefined)) return;
    const text = buffer.getText();
    if (disk === null) tell(path, { type: 'conflicted', conflict: { kind: 'removed' } });
    else if (disk.text === text) tell(path, { type: 'based', saved: disk, text });
    else if (disk.revision === state.saved?.revision) {
      // Whatever was there in between, the disk holds again what the text was made from.
      if (state.conflict !== null) tell(path, { type: 'based', saved: disk, text });
    } else if (text !== state.saved?.text)
      tell(path, { type: 'conflicted', conflict: { kind: 'changed', theirs: disk } });
    else {
      // Before the text changes, so that the change is not taken for one of the user's.
      tell(path, { type: 'based', saved: disk, text: disk.text });
      buffer.replace(disk.text);
    }
  }

  function forget(path: string): void {
    const { directory } = slice.getState();
    if (directory !== null) drafts.set(directory, path, null);
    undrafted.delete(path);
    buffers.delete(path);
    slice.dispatch({ type: 'forgotten', path });
  }

  const service: OpenFiles = {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    async enter(directory) {
      keepDrafts();
      buffers.clear();
      opening.clear();
      slice.dispatch({ type: 'project', directory });
      return directory === null ? [] : drafts.paths(directory);
    },
    async open(path) {
      const known = buffers.get(path) ?? opening.get(path);
      if (known !== undefined) return known;
      const reading = read(directoryNow(), path).finally(() => opening.delete(path));
      opening.set(path, reading);
      return reading;
    },
    find: (path) => buffers.get(path),
    async save(path) {
      const file = buffers.get(path);
      const state = stateOf(path);
      if (file === undefined || state === undefined) return 'saved';
      if (state.conflict !== null) return 'conflict';
      const before = saving.get(path);
      if (before !== undefined) {
        await before;
        return service.save(path);
      }
      if (!state.dirty) return 'saved';
      const mine = write(directoryNow(), file).finally(() => saving.delete(path));
      saving.set(path, mine);
      return mine;
    },
    async keepMine(path) {
      const file = buffers.get(path);
      const conflict = stateOf(path)?.conflict;
      if (file === undefined || conflict == null) return;
      const saved = conflict.kind === 'changed' ? conflict.theirs : null;
      tell(path, { type: 'based', saved, text: file.buffer.getText() });
      await service.save(path);
    },
    takeTheirs(path) {
      const file = buffers.get(path);
      const conflict = stateOf(path)?.conflict;
      if (file === undefined || conflict == null) return;
      if (conflict.kind === 'removed') {
        forget(path);
        return;
      }
      tell(path, { type: 'based', saved: conflict.theirs, text: conflict.theirs.text });
      file.buffer.replace(conflict.theirs.text);
    },
    discard(path) {
      const file = buffers.get(path);
      const state = stateOf(path);
      if (file === undefined || state === undefined || !state.dirty) return;
      if (state.saved === null || state.conflict?.kind === 'removed') {
        forget(path);
        return;
      }
      const disk = state.conflict?.kind === 'changed' ? state.conflict.theirs : state.saved;
      tell(path, { type: 'based', saved: disk, text: disk.text });
      file.buffer.replace(disk.text);
      undrafted.add(path);
      keepDrafts();
    },
    async refresh(paths) {
      const { directory } = slice.getState();
      if (directory === null) return;
      const open = paths.flatMap((path) => buffers.get(path) ?? []);
      await Promise.all(open.map((file) => compareWithDisk(directory, file)));
    },
    keepDrafts,
    beforeSave(next) {
      prepare = next;
    },
  };
  return service;
}

function reduce(state: OpenFilesState, event: OpenFilesEvent): OpenFilesState {
  switch (event.type) {
    case 'project':
      return { directory: event.directory, files: {} };
    case 'opened':
      return { ...state, files: { ...state.files, [event.path]: event.state } };
    case 'forgotten': {
      const { [event.path]: _, ...files } = state.files;
      return { ...state, files };
    }
    case 'file': {
      const before = state.files[event.path];
      if (before === undefined) return state;
      const after = reduceFile(before, event.event);
      return after === before ? state : { ...state, files: { ...state.files, [event.path]: after } };
    }
  }
}
