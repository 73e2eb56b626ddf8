/** One file: the code editor, and above it what has to be decided about the file. */
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { type AppError, toAppError } from '#shared/errors.ts';
import { CodeEditor } from './CodeEditor.tsx';
import './Editor.css';
import { editorOf, type LoadedMonaco } from './editor.ts';
import { FileNotice } from './FileNotice.tsx';
import type { OpenFile } from './files/openFiles.ts';

interface Opened extends LoadedMonaco {
  readonly file: OpenFile;
}

export default function EditorPanel({ instance: path, parameters, isVisible, setTab, close }: PanelProps) {
  const app = useApp();
  const { files, load } = editorOf(app);
  const [opened, setOpened] = useState<Opened | AppError | null>(null);
  const [attempt, setAttempt] = useState(0);
  const directory = useSlice(files, (state) => state.directory);
  const dirty = useSlice(files, (state) => state.files[path]?.dirty ?? false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new reason to open
  useEffect(() => {
    if (directory === null) return;
    let left = false;
    setOpened(null);
    Promise.all([load(), files.open(path)]).then(
      ([loaded, file]) => left || setOpened({ ...loaded, file }),
      (thrown: unknown) => left || setOpened(toAppError(thrown)),
    );
    return () => {
      left = true;
    };
  }, [path, directory, attempt, files, load]);

  // A removed file that was given up is no longer open.
  const isGone = useSlice(files, (state) => state.files[path] === undefined);
  const wasOpen = opened !== null && 'file' in opened;
  useEffect(() => {
    if (wasOpen && isGone && directory !== null) close();
  }, [wasOpen, isGone, directory, close]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: telling the tab draws the panel, which is given a new `setTab`
  useEffect(() => setTab({ modified: dirty }), [dirty]);

  if (opened === null) return <Spinner doing={`Opening ${path}`} />;
  if (!('file' in opened)) {
    return (
      <div className="editor-problem">
        <ErrorNotice
          error={opened.toJSON()}
          title={`${path} could not be opened`}
          actions={
            <>
              {/* A picture stays a picture. */}
              {opened.code !== 'unsupported' && (
                <Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>
              )}
              <Button look="quiet" onClick={close}>
                Close the tab
              </Button>
            </>
          }
        />
      </div>
    );
  }
  return (
    <div className="editor">
      <FileNotice path={path} />
      <CodeEditor key={path} {...opened} isVisible={isVisible} parameters={parameters} />
    </div>
  );
}
