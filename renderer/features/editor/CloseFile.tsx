/** Asks what shall become of unsaved text when its tab is closed. */
import type { AppContext } from '#renderer/app/context.ts';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { editorOf, focusText } from './editor.ts';

let answer: (mayClose: boolean) => void = () => {};

/** Asks if need be. `true` once the text is saved or given up. */
export async function mayClose(app: AppContext, path: string): Promise<boolean> {
  const { files, view } = editorOf(app);
  if (files.getState().files[path]?.dirty !== true) return true;
  answer(false);
  const answered = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  view.dispatch({ type: 'closing', path });
  const closes = await answered;
  view.dispatch({ type: 'closing', path: null });
  if (!closes) focusText(app, path);
  return closes;
}

export function CloseFile() {
  const app = useApp();
  const { files, view } = editorOf(app);
  const { closing } = useSlice(view, (state) => state);
  if (closing === null) return null;
  async function save(path: string): Promise<void> {
    try {
      // With a conflict the tab stays open: it says there what stands against saving.
      answer((await files.save(path)) === 'saved');
    } catch {
      answer(false);
    }
  }
  return (
    <Dialog
      open
      onClose={() => answer(false)}
      title={`Save the changes to ${closing}?`}
      description="They are not on disk yet. What is not saved now is lost."
      actions={
        <>
          <Button
            look="danger"
            onClick={() => {
              files.discard(closing);
              answer(true);
            }}
          >
            Close without saving
          </Button>
          <Button onClick={() => answer(false)}>Keep it open</Button>
          <Button look="primary" onClick={() => void save(closing)}>
            Save
          </Button>
        </>
      }
    />
  );
}
