/**
 * The language of the open files, for the editor, the picture and whoever else wants to know what the text says.
 * Reading takes about a millisecond for a composition of 500 lines, so it happens in the keystroke itself: what is
 * drawn next is never older than what is typed.
 */
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { OpenFile, OpenFiles } from '../files/openFiles.ts';
import { type LanguageDocument, readDocument } from './languageDocument.ts';

export type DocumentSlice = ReadableSlice<LanguageDocument | null>;

export interface LanguageService {
  /**
   * Follows a Nix file of the open project, whether an editor shows it or not; reads it if it is not open. The same
   * slice for the same path until another project is opened. `null` until it is read, or when it is not there.
   */
  document(path: string): DocumentSlice;
  /** What is known now, without opening anything. */
  current(path: string): LanguageDocument | null;
}

/** Milliseconds of reading that nobody notices between a key and its letter. */
const unnoticed = 8;
/** Milliseconds without a change before a text is read that takes longer. */
const quietTime = 120;

export function createLanguageService(files: OpenFiles): LanguageService {
  const followed = new Map<string, Followed>();
  let directory = files.getState().directory;

  files.subscribe((state) => {
    if (state.directory !== directory) {
      directory = state.directory;
      for (const one of followed.values()) one.forget();
      followed.clear();
      return;
    }
    for (const [path, one] of followed) one.meet(files.find(path));
  });

  function follow(path: string): Followed {
    const known = followed.get(path);
    if (known !== undefined) return known;
    const made = createFollowed(path);
    followed.set(path, made);
    const open = files.find(path);
    if (open !== undefined) made.meet(open);
    // A file that cannot be read is told by whoever opened it for the user; here there is simply no document.
    else if (directory !== null) void files.open(path).then(made.meet, () => {});
    return made;
  }

  return {
    document: (path) => follow(path).slice,
    current: (path) => followed.get(path)?.slice.getState() ?? null,
  };
}

interface Followed {
  readonly slice: DocumentSlice;
  /** Reads this file from now on. */
  meet(file: OpenFile | undefined): void;
  forget(): void;
}

function createFollowed(path: string): Followed {
  const slice = createSlice<LanguageDocument | null, LanguageDocument | null>(null, (_, next) => next);
  let file: OpenFile | undefined;
  let stop: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The last two: one slow reading says more about the machine than about the text. */
  let durations: readonly [number, number] = [0, 0];

  function read(): void {
    clearTimeout(timer);
    if (file === undefined) return;
    const begun = performance.now();
    const { buffer } = file;
    slice.dispatch(readDocument(path, buffer.version, buffer.getText(), slice.getState()));
    durations = [durations[1], performance.now() - begun];
  }

  function changed(): void {
    clearTimeout(timer);
    if (Math.min(...durations) <= unnoticed) read();
    else timer = setTimeout(read, quietTime);
  }

  function forget(): void {
    clearTimeout(timer);
    stop?.();
    stop = undefined;
    file = undefined;
    slice.dispatch(null);
  }

  return {
    slice,
    forget,
    meet(next) {
      if (next === file) return;
      forget();
      if (next === undefined) return;
      file = next;
      stop = next.buffer.onChange(changed);
      read();
    },
  };
}
