/** Asks for what a change of the text needs, shows what will be written, and writes it. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { editText } from '#renderer/features/editor/editor.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { count } from '#renderer/ui/words.ts';
import { type EditPlan, type EditRequest, planEdit } from '../edits/planEdit.ts';
import { topologyOf } from '../topologyState.ts';
import { topologyViewOf } from '../viewState.ts';

interface EditDialogProps {
  readonly title: string;
  readonly description?: string;
  /** The verb on the button. */
  readonly verb: string;
  /** Null while what was typed is not enough to begin with. */
  readonly request: EditRequest | null;
  /** Draws the fields. @param problem what is wrong with what was typed */
  readonly children?: (problem: string | undefined) => ReactNode;
}

export function EditDialog({ title, description, verb, request, children }: EditDialogProps) {
  const app = useApp();
  const { file, text } = useSlice(topologyOf(app), (all) => all);
  const [isBusy, setBusy] = useState(false);
  const planned = request === null || text === null ? null : planEdit(text, request);
  const close = (): void => topologyViewOf(app).dispatch({ type: 'closed' });

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (planned?.plan == null || isBusy) return;
    setBusy(true);
    try {
      await editText(app, file, planned.plan.edits);
      if (request !== null) selectChanged(request);
      close();
    } catch (thrown) {
      setBusy(false);
      app.notifications.fail(`${file} could not be changed`, thrown);
    }
  }

  function selectChanged(done: EditRequest): void {
    const role =
      'name' in done && done.kind !== 'add-service' && done.kind !== 'add-package' ? done.name : null;
    if (role !== null) app.workspace.select({ role, node: null, source: 'topology' });
  }

  const problem = planned?.problem ?? null;
  const problemWords = problem === null ? undefined : `${problem.message} ${problem.hint ?? ''}`.trim();
  return (
    <Dialog
      open
      onClose={close}
      title={title}
      {...(description === undefined ? {} : { description })}
      actions={
        <>
          <Button look="quiet" onClick={close}>
            Cancel
          </Button>
          <Button
            look="primary"
            type="submit"
            form="topology-edit"
            disabled={planned?.plan == null || isBusy}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form id="topology-edit" className="topology-form" onSubmit={(event) => void make(event)}>
        {children?.(problemWords)}
        {children === undefined && problemWords !== undefined && (
          <p role="alert" className="field-problem">
            {problemWords}
          </p>
        )}
        {planned?.plan != null && <Preview plan={planned.plan} file={file} />}
      </form>
    </Dialog>
  );
}

/** More lines than this do not help to decide. */
const mostLines = 8;

function Preview({ plan, file }: { readonly plan: EditPlan; readonly file: string }) {
  const { edits, line, lines, leftovers } = plan;
  if (edits.length === 0) return <p className="muted">It is there already: nothing will change.</p>;
  const isSpread = edits.length > 2 || lines.length > mostLines * 3;
  return (
    <div className="topology-preview">
      {lines.length === 0 ? (
        <p className="muted">
          Lines are taken out of {file} from line {line} on. It can be undone like typing.
        </p>
      ) : isSpread ? (
        <p className="muted">
          {count(edits.length, 'place')} in {file} will change, the first in line {line}. It can be undone
          like typing.
        </p>
      ) : (
        <>
          <p className="muted">
            Written to {file}, line {line}:
          </p>
          <pre>{shortened(withoutIndentation(lines)).join('\n')}</pre>
        </>
      )}
      {leftovers.length > 0 && (
        <>
          <p>These lines name it and stay as they are:</p>
          <pre>
            {shortened(
              leftovers.map(({ line: number, text }) => `${String(number).padStart(4)}  ${text}`),
            ).join('\n')}
          </pre>
        </>
      )}
    </div>
  );
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), `… ${lines.length - mostLines + 1} more lines`];
}

function withoutIndentation(lines: readonly string[]): string[] {
  const least = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(Number.isFinite(least) ? least : 0));
}
