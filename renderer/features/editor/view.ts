/** What the editors on the screen are about: which file is worked on, where the cursor is, and what is being asked. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { createSlice, type Slice } from '#renderer/store/slice.ts';

export interface Cursor {
  readonly path: string;
  /** UTF-16 units from the beginning of the text. */
  readonly offset: number;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

export interface EditorView {
  /** Of the editor that had the keyboard last; `null` while none is open. */
  readonly cursor: Cursor | null;
  /** The file that is about to be closed with unsaved text. */
  readonly closing: string | null;
  /** The file whose versions are being compared. */
  readonly comparing: string | null;
}

export type EditorViewEvent =
  | { readonly type: 'cursor'; readonly cursor: Cursor }
  | { readonly type: 'left'; readonly path: string }
  | { readonly type: 'closing'; readonly path: string | null }
  | { readonly type: 'comparing'; readonly path: string | null };

export const createEditorView = (): Slice<EditorView, EditorViewEvent> =>
  createSlice<EditorView, EditorViewEvent>(
    { cursor: null, closing: null, comparing: null },
    (view, event) => {
      switch (event.type) {
        case 'cursor':
          return { ...view, cursor: event.cursor };
        case 'left':
          return view.cursor?.path === event.path ? { ...view, cursor: null } : view;
        case 'closing':
          return { ...view, closing: event.path };
        case 'comparing':
          return { ...view, comparing: event.path };
      }
    },
  );

/** The editors on the screen by the file that they show, the one used last at the end. */
export interface Editors {
  add(path: string, editor: MonacoEditor.IStandaloneCodeEditor): () => void;
  used(path: string): void;
  find(path: string): MonacoEditor.IStandaloneCodeEditor | undefined;
  /** The one used last in front. */
  paths(): string[];
  /** The one that had the keyboard last. */
  last(): { readonly path: string; readonly editor: MonacoEditor.IStandaloneCodeEditor } | undefined;
}

export function createEditors(): Editors {
  const shown = new Map<string, MonacoEditor.IStandaloneCodeEditor>();
  return {
    add(path, editor) {
      shown.set(path, editor);
      return () => {
        if (shown.get(path) === editor) shown.delete(path);
      };
    },
    used(path) {
      const editor = shown.get(path);
      if (editor === undefined) return;
      shown.delete(path);
      shown.set(path, editor);
    },
    find: (path) => shown.get(path),
    paths: () => [...shown.keys()].reverse(),
    last() {
      const entry = [...shown].at(-1);
      return entry && { path: entry[0], editor: entry[1] };
    },
  };
}
