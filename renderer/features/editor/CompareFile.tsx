/** The two versions of a file side by side, when another program changed what is not saved here. */
import { lazy, Suspense } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { loadPatiently } from '#renderer/app/lazyPanel.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { editorOf, focusText } from './editor.ts';

const SideBySide = lazy(async () => {
  const { SideBySide: component } = await loadPatiently(() => import('./SideBySide.tsx'));
  return { default: component };
});

export function CompareFile() {
  const app = useApp();
  const { files, view } = editorOf(app);
  const { comparing: path } = useSlice(view, (state) => state);
  const conflict = useSlice(files, ({ files: all }) =>
    path === null ? null : (all[path]?.conflict ?? null),
  );
  if (path === null || conflict?.kind !== 'changed') return null;
  const close = (): void => {
    view.dispatch({ type: 'comparing', path: null });
    focusText(app, path);
  };
  return (
    <Dialog
      open
      onClose={close}
      title={`Two versions of ${path}`}
      description="On the left what another program wrote, on the right what you have. Take single changes over with the arrows between them, or edit the right side; then save it."
      actions={
        <>
          <Button
            onClick={() => {
              files.takeTheirs(path);
              close();
            }}
          >
            Take theirs
          </Button>
          <Button onClick={close}>Decide later</Button>
          <Button
            look="primary"
            onClick={() => {
              close();
              files
                .keepMine(path)
                .catch((thrown) => app.notifications.fail(`${path} could not be saved`, thrown));
            }}
          >
            Save the right side
          </Button>
        </>
      }
    >
      <Suspense fallback={<Spinner doing="Comparing both versions" />}>
        <SideBySide path={path} theirs={conflict.theirs.text} />
      </Suspense>
    </Dialog>
  );
}
