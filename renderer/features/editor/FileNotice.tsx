/** What has to be decided about a file before it can be saved as always. */
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { editorOf } from './editor.ts';

export function FileNotice({ path }: { readonly path: string }) {
  const app = useApp();
  const { files, view } = editorOf(app);
  const state = useSlice(files, ({ files: all }) => all[path] ?? null);
  if (state === null) return null;
  const keepMine = (): void => {
    files.keepMine(path).catch((thrown) => app.notifications.fail(`${path} could not be saved`, thrown));
  };
  if (state.conflict?.kind === 'changed') {
    return (
      <div className="editor-notice" role="alert">
        <StateIcon state="stale" />
        <p>
          <strong>Another program changed this file</strong> while you have unsaved changes of your own. Both
          versions are still there.
        </p>
        <Button look="primary" onClick={() => view.dispatch({ type: 'comparing', path })}>
          Compare both
        </Button>
        <Button onClick={keepMine}>Save mine</Button>
        <Button onClick={() => files.takeTheirs(path)}>Take theirs</Button>
      </div>
    );
  }
  if (state.conflict?.kind === 'removed') {
    return (
      <div className="editor-notice" role="alert">
        <StateIcon state="stale" />
        <p>
          <strong>This file is no longer there.</strong> Its text is, here: save it again, or close it.
        </p>
        <Button look="primary" onClick={keepMine}>
          Save it again
        </Button>
        <Button onClick={() => files.takeTheirs(path)}>Give it up</Button>
      </div>
    );
  }
  if (state.problem !== null) {
    return (
      <div className="editor-notice">
        <ErrorNotice
          error={state.problem.toJSON()}
          title={`${path} is not saved`}
          actions={
            <Button
              onClick={() =>
                files.save(path).catch(() => {
                  // It stands in this very notice again.
                })
              }
            >
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  if (!state.restored) return null;
  return (
    <div className="editor-notice" role="status">
      <StateIcon state="stale" />
      <p>
        <strong>Your unsaved changes of last time are back.</strong> Save them, or go back to the saved file.
      </p>
      <Button onClick={() => files.discard(path)}>Go back to the saved file</Button>
    </div>
  );
}
