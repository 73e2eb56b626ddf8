/** The code editor's models of open files: each holds its file's text, so that every edit can be undone like typing. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type { Monaco } from '#renderer/platform/monaco/loadMonaco.ts';
import type { TextEdit } from '#shared/nixLanguage/text/textEdit.ts';
import type { OpenFile, OpenFiles } from './files/openFiles.ts';
import type { TextHolder } from './files/textBuffer.ts';

type Model = MonacoEditor.ITextModel;

export interface Models {
  /** The model of an open file; made when it is first asked for. */
  of(file: OpenFile): Model;
  has(file: OpenFile): boolean;
  /** Called after each model that is made. */
  onMade(listener: () => void): void;
  /** The path of the file that a model holds. */
  pathOf(model: Pick<Model, 'uri'>): string | null;
}

const scheme = 'project';

export function createModels(monaco: Monaco, files: OpenFiles): Models {
  const known = new Map<OpenFile, { readonly model: Model; dispose(): void }>();
  const listeners: (() => void)[] = [];

  // What is no longer open needs no model.
  files.subscribe(() => {
    for (const [file, { dispose }] of known) {
      if (files.find(file.path) === file) continue;
      dispose();
      known.delete(file);
    }
  });

  function make(file: OpenFile): Model {
    const uri = monaco.Uri.from({ scheme, path: `/${file.path}` });
    // One of the same path may be left over from a project that was just closed.
    monaco.editor.getModel(uri)?.dispose();
    const model = monaco.editor.createModel(file.buffer.getText(), undefined, uri);
    model.updateOptions({
      tabSize: 2,
      insertSpaces: true,
      trimAutoWhitespace: true,
      // Colour is for what words are; pairs are shown by lines and boxes.
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    });
    const handed = file.buffer.handOver(() => holderOf(monaco, model));
    const changes = model.onDidChangeContent(handed.changed);
    known.set(file, {
      model,
      dispose() {
        changes.dispose();
        handed.takeBack();
        model.dispose();
      },
    });
    for (const listener of listeners) listener();
    return model;
  }

  return {
    of: (file) => known.get(file)?.model ?? make(file),
    has: (file) => known.has(file),
    onMade: (listener) => listeners.push(listener),
    pathOf: ({ uri }) => (uri.scheme === scheme ? uri.path.slice(1) : null),
  };
}

function holderOf(monaco: Monaco, model: Model): TextHolder {
  function edit(edits: readonly TextEdit[]): void {
    model.pushStackElement();
    model.pushEditOperations(
      [],
      edits.map(({ offset, length, text }) => ({
        range: monaco.Range.fromPositions(model.getPositionAt(offset), model.getPositionAt(offset + length)),
        text,
      })),
      () => null,
    );
    model.pushStackElement();
  }
  return {
    getText: () => model.getValue(undefined, true),
    edit,
    replace: (text) => edit([difference(model.getValue(undefined, true), text)]),
  };
}

/** One edit that makes one text of the other, as small as one edit can be: cursors outside of it stay where they are. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return {
    offset: start,
    length: before.length - start - end,
    text: after.slice(start, after.length - end),
  };
}
