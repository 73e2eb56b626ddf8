/** The code editor itself: made once for a tab, told where to look, and listened to. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { recall, remember } from '#renderer/app/memory.ts';
import type { PanelParameters } from '#renderer/app/panels.ts';
import { editorOf, type LoadedMonaco } from './editor.ts';
import { editorOptions } from './editorOptions.ts';
import type { OpenFile } from './files/openFiles.ts';

export interface CodeEditorProps extends LoadedMonaco {
  readonly file: OpenFile;
  readonly isVisible: boolean;
  /** A `wish` for the keyboard that is new each time, the `line` and `column` that it is to go to, and whether it `isUnasked`. */
  readonly parameters: PanelParameters;
}

type CodeEditorInstance = MonacoEditor.IStandaloneCodeEditor;

export function CodeEditor({ monaco, models, file, isVisible, parameters }: CodeEditorProps) {
  const app = useApp();
  const place = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<CodeEditorInstance | null>(null);

  useEffect(() => {
    if (place.current === null) return;
    const made = monaco.editor.create(place.current, {
      ...editorOptions(app.settings.getState().settings),
      model: models.of(file),
      // What is offered is what the language knows, and not every word of the text.
      wordBasedSuggestions: 'off',
      ariaLabel: `Text of ${file.path}`,
    });
    const leave = connectEditor(app, made, file.path);
    setEditor(made);
    return () => {
      leave();
      made.dispose();
    };
  }, [app, monaco, models, file]);

  const { line, column, wish, isUnasked } = parameters;
  useEffect(() => {
    if (editor === null || wish === undefined) return;
    // The layout keeps the last wish; what was granted before the reload is not granted again.
    if (recall('granted-wish', file.path, isNumber) === wish) return;
    remember('granted-wish', file.path, wish);
    if (typeof line === 'number') {
      const position = { lineNumber: line, column: typeof column === 'number' ? column : 1 };
      editor.setPosition(position);
      editor.revealPositionInCenterIfOutsideViewport(position, monaco.editor.ScrollType.Immediate);
    }
    if (isUnasked !== true || !isInMenu()) editor.focus();
  }, [editor, monaco, file, line, column, wish, isUnasked]);

  useEffect(() => {
    if (isVisible) editor?.layout();
  }, [editor, isVisible]);

  // `nokey`: the picture's library takes the space bar to itself where it sees no field to type in, and this is none to it.
  return <div className="code-editor nokey" ref={place} />;
}

/** A menu that was opened while the text was being loaded closes when it loses the keyboard. */
const isInMenu = (): boolean => document.activeElement?.closest('[role="menu"]') != null;

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Follows settings and cursor, and keeps the view between runs, until the returned function is called. */
function connectEditor(app: AppContextOf, editor: CodeEditorInstance, path: string): () => void {
  const { view, editors, files } = editorOf(app);
  const project = files.getState().directory ?? '';
  const name = `editor-view/${path}`;
  const kept = recall(name, project, isViewState);
  if (kept !== undefined) editor.restoreViewState(kept);

  const keepView = (): void => remember(name, project, editor.saveViewState());
  function tellCursor(): void {
    const position = editor.getPosition();
    const model = editor.getModel();
    if (position === null || model === null) return;
    const { lineNumber: line, column } = position;
    view.dispatch({ type: 'cursor', cursor: { path, offset: model.getOffsetAt(position), line, column } });
  }
  function used(): void {
    editors.used(path);
    tellCursor();
  }
  const remove = editors.add(path, editor);
  const listeners = [
    editor.onDidFocusEditorText(used),
    editor.onDidChangeCursorPosition(() => {
      if (editor.hasTextFocus()) tellCursor();
    }),
    editor.onDidBlurEditorText(keepView),
  ];
  const stopSettings = app.settings.subscribe(({ settings }) =>
    editor.updateOptions(editorOptions(settings)),
  );
  window.addEventListener('pagehide', keepView);
  return () => {
    keepView();
    window.removeEventListener('pagehide', keepView);
    stopSettings();
    for (const listener of listeners) listener.dispose();
    remove();
    view.dispatch({ type: 'left', path });
  };
}

type AppContextOf = ReturnType<typeof useApp>;

function isViewState(value: unknown): value is MonacoEditor.ICodeEditorViewState {
  return Array.isArray((value as Partial<MonacoEditor.ICodeEditorViewState> | null)?.cursorState);
}
